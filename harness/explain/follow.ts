// One packet, node by node, as the kernel would send it on.

import type { KernelNode } from "../kernel/node.ts";
import { type Broken, broken } from "./broken.ts";
import { isDown } from "./carrier.ts";
import { natStops } from "./nat.ts";
import { nextEnd } from "./neighbour.ts";
import { lengthOf, type Packet } from "./packet.ts";
import { deliver, input, output } from "./stack.ts";
import type { Result, Trip } from "./trip.ts";
import { type End, keyOf } from "./view.ts";

const farthest = 32; // nodes

/** Sends the packet from the node and follows it. */
export function follow(trip: Trip, node: KernelNode, first: Packet): Result {
  let packet = first;
  const { from, hop, stop, isLocal } = output(trip, node, packet);
  if (isUnsure(trip)) return { packet };
  if (stop) return { broken: stop, packet };
  packet = from.packet;
  if (isLocal) return deliver(trip, { node, link: { ifname: "lo" } as End["link"] }, packet);
  let out = from.end;
  let gateway = hop;
  const seen = new Set<string>();
  for (let count = 0; count < farthest; count++) {
    if (!out || gateway === undefined) return { packet };
    if (packet.over === "tcp" && packet.isBegun) packet = { longest: out.link.mtu, ...packet };
    const length = lengthOf(packet);
    if (length !== undefined && length > out.link.mtu) packet = { ...packet, isFragmented: true };
    const down = isDown(out);
    if (down) return { broken: down, packet };
    const next = nextEnd(trip, out, gateway, packet);
    if (next.broken) return { broken: byNat(trip, gateway, next.broken), packet };
    if (next.maybe) trip.maybe.push(next.maybe);
    if (!next.end) return { packet };
    const place = `${keyOf(next.end)} ${packet.src} ${packet.dst}`;
    if (seen.has(place)) return { broken: loop(next.end, packet), packet };
    seen.add(place);
    const step = input(trip, next.end, packet, { by: out, gateway });
    if (isUnsure(trip)) return { packet };
    if ("result" in step) return step.result;
    ({ packet, out, gateway } = step);
  }
  return { packet };
}

/** Where nobody has the address that NAT wrote, the NAT is what stops it. */
function byNat({ nat, view }: Trip, hop: string, stop: Broken): Broken {
  const last = nat.at(-1);
  const isWritten = last && hop !== last.was.src && hop !== last.was.dst && [last.now.src, last.now.dst].includes(hop);
  return isWritten && !view.nodes.some((node) => view.owns(node, hop)) ? natStops(last, { ...stop, node: "" }) : stop;
}

/** Where it goes from here cannot be told. */
const isUnsure = ({ unsure }: Trip): boolean => unsure === "destination";

const loop = ({ node }: End, { dst }: Packet): Broken => broken(node, "loop", { dst }, `ip route get ${dst}`);
