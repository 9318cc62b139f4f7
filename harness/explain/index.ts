// Why does a ping not come back? The way of the packet, as the kernel's tables say it goes, up to the first thing that stops it.

import type { KernelNode } from "../kernel/node.ts";
import type { Broken } from "./broken.ts";
import { follow } from "./follow.ts";
import { natStops } from "./nat.ts";
import type { Trip } from "./trip.ts";
import { twoHave } from "./twice.ts";
import type { View } from "./view.ts";

export type { Broken, What } from "./broken.ts";
export { type View, viewOf } from "./view.ts";

/** A ping from a node to an address that the node `to` should have. */
export type Way = { from: KernelNode; to: KernelNode; address: string };

/** Which of the two got lost, where that was measured. */
export type Leg = "request" | "reply";

/**
 * The first thing that would stop the ping: on its way there, else on the way back; of the leg that got lost, where that is known.
 * Undefined where the tables show nothing of the kind. It reads, and sends nothing.
 */
export function explain(view: View, { from, to, address }: Way, lost?: Leg): Broken | undefined {
  const trip: Trip = { view, to: view.same(to)!, nat: [], maybe: [] };
  return thereAndBack(trip, view.same(from)!, address, lost) ?? trip.maybe[0];
}

function thereAndBack(trip: Trip, from: KernelNode, address: string, lost: Leg | undefined): Broken | undefined {
  const { view, to, nat, maybe } = trip;
  const there = follow(trip, from, { protocol: "ip", type: "echo-request", src: "", dst: address, state: "new" });
  if (lost === "reply") maybe.length = 0; // what may have stopped the request has not
  if (there.broken || !there.at) return lost === "reply" ? undefined : there.broken;
  if (there.at !== to && there.packet.dst === address) return twoHave({ node: there.at }, address, to.name);
  if (lost === "request") return undefined;
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
