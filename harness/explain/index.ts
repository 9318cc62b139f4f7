// Why does a ping not come back? The way of the packet, as the kernel's tables say it goes, up to the first thing that stops it.

import type { KernelNode } from "../kernel/node.ts";
import type { Broken } from "./broken.ts";
import { follow, natStops, type Trip } from "./follow.ts";
import { twoHave } from "./neighbour.ts";
import { viewOf } from "./view.ts";

export type { Broken, What } from "./broken.ts";

/**
 * The first thing that would stop a ping from the node to the address, which the node `to` should have: on its way there,
 * else on the way back. Undefined where the tables show nothing of the kind. It reads, and sends nothing.
 */
export function explain(
  nodes: readonly KernelNode[],
  from: KernelNode,
  to: KernelNode,
  address: string,
): Broken | undefined {
  const view = viewOf([from, to, ...nodes]);
  const trip: Trip = { view, to: view.same(to)!, nat: [], maybe: [] };
  const source = view.same(from)!;
  const found = thereAndBack(trip, source, address);
  return found ?? trip.maybe[0];
}

function thereAndBack(trip: Trip, from: KernelNode, address: string): Broken | undefined {
  const { view, to, nat } = trip;
  const there = follow(trip, from, { protocol: "ip", type: "echo-request", src: "", dst: address, state: "new" });
  if (there.broken || !there.at) return there.broken;
  if (there.at !== to && there.packet.dst === address) return twoHave({ node: there.at }, address, to.name);
  const { src, dst } = there.packet;
  const back = follow({ ...trip, to: from }, there.at, {
    protocol: "ip",
    type: "echo-reply",
    src: dst,
    dst: src,
    state: "established",
  });
  const last = nat.at(-1);
  if (back.broken?.what === "no-return-route" && last && back.broken.node === there.at.name)
    return natStops(last, back.broken);
  if (back.broken || !back.at) return back.broken;
  if (back.at !== from) return twoHave({ node: back.at }, back.packet.dst, view.owns(from, src) ? from.name : "");
  return undefined;
}
