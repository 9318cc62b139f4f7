// Why does a ping not come back? The way of the packet, as the kernel's tables say it goes, up to the first thing that stops it.

import type { KernelNode } from "../kernel/node.ts";
import type { Sort } from "../probe/ping.ts";
import { type Broken, broken, type Leg } from "./broken.ts";
import { follow } from "./follow.ts";
import { nobodyListens } from "./listener.ts";
import { natStops } from "./nat.ts";
import type { Packet } from "./packet.ts";
import type { Result, Trip } from "./trip.ts";
import { twoHave } from "./twice.ts";
import type { View } from "./view.ts";

export type { Broken, Leg, What } from "./broken.ts";
export { type View, viewOf } from "./view.ts";

/**
 * A ping from a node to an address that the node `to` should have; `lost`: the leg that it was measured lost on. With a source it
 * was asked from that address; of a sort of pings that alone is lost, the sort; with a port it is a connection over TCP that was refused.
 */
export type Way = {
  from: KernelNode;
  to: KernelNode;
  address: string;
  source?: string;
  sort?: Sort;
  port?: number;
  lost?: Leg;
  /** The router that was to hide the sender's address. */
  hiddenBy?: KernelNode;
};

/**
 * The first thing that would stop the ping: on its way there, else on the way back. Undefined where the tables show nothing
 * of the kind, and where they show it on the leg that was not lost: then they are not understood. It reads, and sends nothing.
 */
export function explain(view: View, { from, to, address, ...way }: Way, lost = way.lost): Broken | undefined {
  const trip: Trip = { view, to: view.same(to)!, nat: [], maybe: [] };
  const back: Trip = { ...trip, to: view.same(from)!, maybe: [] };
  const stop = firstStop(trip, back, address, {
    src: way.source ?? "",
    ...way.sort,
    ...(way.port !== undefined && { port: way.port }),
  });
  const maybes = stop ? [] : [...trip.maybe.map(on("request")), ...back.maybe.map(on("reply"))];
  const told = stop?.what === "no-return-route" && way.hiddenBy ? shown(stop, way.hiddenBy) : stop;
  return [told, ...maybes].find((found) => found && (!lost || found.leg === lost));
}

/** Nobody there was to know the way back: the address was to be hidden. */
const shown = (stop: Broken, { name }: KernelNode): Broken => ({ ...stop, facts: { ...stop.facts, hider: name } });

const on = (leg: Leg) => (found: Broken) => ({ ...found, leg });

/** What stops it for sure, there or back. */
function firstStop(trip: Trip, back: Trip, address: string, given: Given): Broken | undefined {
  const there = request(trip, back.to, address, given);
  if (there.broken) return on(legOf(there.broken))(there.broken);
  if (!there.at || trip.unsure) return undefined;
  const { port } = there.packet;
  const nobody = port === undefined ? undefined : nobodyListens(there.at, there.packet.dst, port);
  // where somebody else's server got it, it is not for the tables to say what came of it
  if (nobody || (port !== undefined && there.at !== trip.to)) return nobody;
  const stop = reply(back, there.at, there.packet, { address, port: given.port });
  return stop && on("reply")(stop);
}

/** A node that ignores ping has got the request all the same: its stack does not answer. */
const legOf = ({ what }: Broken): Leg => (what === "echo-ignored" ? "reply" : "request");

type Given = Sort & { src: string; port?: number };

function request(trip: Trip, from: KernelNode, address: string, given: Given): Result {
  const packet = { ...given, protocol: "ip", type: "echo-request", dst: address, state: "new" } as const;
  const there = follow(trip, from, packet);
  const { at } = there;
  if (!at || at === trip.to || there.packet.dst !== address || given.port !== undefined) return there;
  return { ...there, broken: twoHave({ node: at }, address, trip.view.owns(trip.to, address) ? trip.to.name : "") };
}

type Place = { address: string; port?: number | undefined };

/** `asked`: where the answer must come from. */
function reply(trip: Trip, at: KernelNode, { src, dst, bytes, tos, port }: Packet, asked: Place): Broken | undefined {
  const packet = {
    ...(bytes && { bytes }),
    ...(tos && { tos }),
    ...(port !== undefined && { port }),
    protocol: "ip",
    type: "echo-reply",
    src: dst,
    dst: src,
    state: "established",
  } as const;
  const back = follow(trip, at, packet);
  const last = trip.nat.at(-1);
  const isWritten = last && last.was.src !== last.now.src;
  if (back.broken?.what === "no-return-route" && isWritten && back.broken.node === at.name)
    return natStops(last, back.broken);
  if (back.broken || !back.at) return back.broken;
  if (back.at === trip.to) return pastNat(trip, back.packet, asked);
  return twoHave({ node: back.at }, back.packet.dst, trip.view.owns(trip.to, back.packet.dst) ? trip.to.name : "");
}

/** NAT changed where the request went, and the answer goes another way home. */
function pastNat({ to, nat, view }: Trip, { src, port }: Packet, asked: Place): Broken | undefined {
  const last = nat.at(-1);
  if (!last || (src === asked.address && port === asked.port)) return undefined;
  if (src === asked.address || !view.nodes.some((node) => view.owns(node, src))) return undefined;
  return broken(to, "past-nat", { src, address: asked.address, other: last.node }, "ip -s neigh");
}
