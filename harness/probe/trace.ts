// From which table on a node's rules trace a packet (`-j TRACE`, `meta nftrace set 1`): found out by sending some.

import type { Fact } from "../kernel/facts.ts";
import type { KernelNode } from "../kernel/node.ts";
import { type Hook, placesOf, rawPriority } from "../trace/hooks.ts";
import { isEchoOf } from "../trace/packet.ts";
import type { TraceRecord } from "../trace/record.ts";
import { watch } from "../trace/watch.ts";
import { isAnswered } from "./ping.ts";

/** A ping from one node to the address of another, and the hooks of the watched node where its two packets come in. */
export type TracedPing = { from: KernelNode; to: KernelNode; address: string; request: Hook; reply: Hook };

/** "from the first table on", or what is seen instead: "not traced", "only from the priority -150 on", "3 of 8 packets". */
export type Extent = string;
export const fromTheFirstTableOn: Extent = "from the first table on";

const rounds = 8; // more than the burst of a rule that is limited (`-m limit`)

/**
 * Sends pings and gives how the node `at` traced each one's requests and replies. Throws where a ping got no reply: then
 * nothing is known.
 */
export async function traced<Name extends string>(
  at: KernelNode,
  pings: Record<Name, TracedPing>,
): Promise<Fact<Record<Name, { request: Extent; reply: Extent }>>> {
  const placeOf = placesOf(at);
  const value = {} as Record<Name, { request: Extent; reply: Extent }>;
  const watching = await watch(at);
  try {
    for (const [name, { from, address, request, reply }] of Object.entries(pings) as [Name, TracedPing][]) {
      const priorities: Record<"request" | "reply", (number | undefined)[]> = { request: [], reply: [] };
      for (let round = 0; round < rounds; round++) {
        const nonce = crypto.getRandomValues(new Uint8Array(16));
        const answer = await isAnswered(from, address, { nonce });
        const records = watching.drain().filter(({ packet }) => isEchoOf(packet, nonce));
        if (answer.value !== "answered") throw new Error(`Cannot trace a ping: "${name}" got no reply`);
        const firstAt = (kind: "request" | "reply", hook: Hook) => {
          const all = records.filter(({ packet }) => packet.kind === kind).map((record) => priorityAt(record, hook));
          return all.filter((priority) => priority !== undefined).sort((one, other) => one - other)[0];
        };
        priorities.request.push(firstAt("request", request));
        priorities.reply.push(firstAt("reply", reply));
      }
      value[name] = { request: extent(priorities.request), reply: extent(priorities.reply) };
    }
  } finally {
    watching.close();
  }
  return at.fact(value, "nft monitor trace");

  /** A trace that began before PREROUTING, where the frame came in, began early enough. */
  function priorityAt(record: TraceRecord, hook: Hook): number | undefined {
    const place = placeOf(record);
    if (place?.hook === "INGRESS" && hook === "PREROUTING") return Number.NEGATIVE_INFINITY;
    return place?.hook === hook && record.family !== "bridge" ? place.priority : undefined;
  }
}

function extent(priorities: (number | undefined)[]): Extent {
  const known = priorities.filter((priority) => priority !== undefined);
  if (known.length === 0) return "not traced";
  if (known.length < priorities.length) return `${known.length} of ${priorities.length} packets`;
  const latest = Math.max(...known);
  return latest <= rawPriority ? fromTheFirstTableOn : `only from the priority ${latest} on`;
}
