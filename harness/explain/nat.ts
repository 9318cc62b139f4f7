// NAT: what a rule changes in the request, and how conntrack changes the reply back.

import type { KernelNode } from "../kernel/node.ts";
import type { Broken } from "./broken.ts";
import type { Outcome } from "./chains.ts";
import type { Nat, Packet } from "./packet.ts";
import type { Trip } from "./trip.ts";
import { addressTowards } from "./view.ts";

/** The packet after the rule; `dev` is the link that it leaves by. A rule whose new address is not known changes nothing here. */
export function translated(
  trip: Trip,
  node: KernelNode,
  packet: Packet,
  rewrite: Outcome["rewrite"],
  dev: string,
): Packet {
  if (!rewrite) return packet;
  const out = trip.view.end(node, dev);
  const to = rewrite.is === "masquerade" ? out && addressTowards(trip.view, out, packet.dst) : rewrite.to;
  if (!to) return packet;
  const changed = {
    ...packet,
    [rewrite.is === "dnat" ? "dst" : "src"]: to,
    ...(packet.port !== undefined && rewrite.port !== undefined && { port: rewrite.port }),
  };
  if (changed.src === packet.src && changed.dst === packet.dst && changed.port === packet.port) return packet;
  const { rule, chain } = rewrite;
  const { seen } = node.fact(undefined, chain.command);
  const known = trip.nat.find(
    ({ inode, now }) => inode === node.inode && now.src === packet.src && now.dst === packet.dst,
  );
  if (known) known.now = { src: changed.src, dst: changed.dst, port: changed.port };
  else {
    const [was, now] = [packet, changed].map(({ src, dst, port }) => ({ src, dst, port }));
    trip.nat.push({ inode: node.inode, node: node.name, was: was!, now: now!, rule, seen });
  }
  return changed;
}

/** A reply, changed back: its destination as it comes in ("early"), its source as it leaves or is delivered ("late"). */
export function restored(nat: readonly Nat[], { inode }: KernelNode, when: "early" | "late", packet: Packet): Packet {
  if (packet.type !== "echo-reply" || packet.isUntracked) return packet;
  const isIts = ({ now, was }: Nat) =>
    now.dst === packet.src &&
    now.port === packet.port &&
    (when === "early" ? now.src === packet.dst : was.src === packet.dst);
  const own = nat.find((entry) => entry.inode === inode && isIts(entry));
  if (!own) return packet;
  return when === "early"
    ? { ...packet, dst: own.was.src }
    : { ...packet, src: own.was.dst, ...(own.was.port !== undefined && { port: own.was.port }) };
}

/** NAT, seen from where it does harm. */
export const natStops = ({ node, was, now, rule, seen }: Nat, stop: Broken): Broken => {
  const [from, to] = was.src === now.src ? [was.dst, now.dst] : [was.src, now.src];
  return { node, what: "nat", facts: { from, to, rule, at: stop.node, stop: stop.what }, seen };
};
