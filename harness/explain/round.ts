// A packet there and its answer back, by the tables: the first thing that stops either.

import type { KernelNode } from "../kernel/node.ts";
import { type Broken, broken, type Leg } from "./broken.ts";
import { follow } from "./follow.ts";
import { nobodyListens } from "./listener.ts";
import { natStops } from "./nat.ts";
import type { Packet } from "./packet.ts";
import type { Result, Trip } from "./trip.ts";
import { twoHave } from "./twice.ts";
import type { View } from "./view.ts";

type Asked = {
  view: View;
  from: KernelNode;
  to: KernelNode;
  address: string;
  /** The server is one that may not be there, and may be asked for at another port, and led on. */
  isTheirs: boolean;
};
/** What is known of the packet before it is sent. */
export type Given = Partial<Packet> & { src: string };
type Round = {
  /** What stops it for sure. */
  stop?: Broken | undefined;
  /** What may stop it, before what does for sure. */
  maybes: Broken[];
  /** NAT has changed it, or may have. */
  isTranslated: boolean;
};

/** `isLearnt`: neighbours that somebody has learnt of are not asked about. */
export function round(asked: Asked, given: Given, isLearnt = false): Round {
  const trip: Trip = { view: asked.view, to: asked.to, nat: [], maybe: [], isLearnt };
  const back: Trip = { ...trip, to: asked.from, maybe: [] };
  const stop = firstStop(trip, back, asked, given);
  const [there, home] = [trip.maybe.map(on("request")), back.maybe.map(on("reply"))];
  const maybes = stop?.leg === "request" ? [] : stop ? there : [...there, ...home];
  return { stop, maybes, isTranslated: trip.nat.length > 0 || trip.unsure !== undefined };
}

const on = (leg: Leg) => (found: Broken) => ({ ...found, leg });

function firstStop(trip: Trip, back: Trip, asked: Asked, given: Given): Broken | undefined {
  const there = request(trip, asked, given);
  if (there.broken) return on(legOf(there.broken))(there.broken);
  if (!there.at || trip.unsure) return undefined;
  if (asked.isTheirs) {
    const nobody = nobodyListens(there.at, there.packet.dst, there.packet.port!);
    // where somebody else's server got it, it is not for the tables to say what came of it
    if (nobody || there.at !== trip.to) return nobody;
  }
  const stop = reply(back, there.at, there.packet, { address: asked.address, port: given.port });
  return stop && on("reply")(stop);
}

/** A node that ignores it has got the request all the same: its stack does not answer. */
const legOf = ({ what }: Broken): Leg => (["echo-ignored", "mac-for-all"].includes(what) ? "reply" : "request");

function request(trip: Trip, { from, address, isTheirs }: Asked, given: Given): Result {
  const state = given.isBegun ? "established" : "new";
  const packet = { ...given, protocol: "ip", type: "echo-request", dst: address, state } as const;
  const there = follow(trip, from, packet);
  const { at } = there;
  if (!at || isTheirs) return there;
  const { dst, port } = there.packet;
  if (dst !== address || port !== given.port) {
    const away = ledAway(trip, at, { address, port: given.port }, { address: dst, port });
    return away ? { ...there, broken: away } : there;
  }
  if (at === trip.to) return there;
  return { ...there, broken: twoHave({ node: at }, address, trip.view.owns(trip.to, address) ? trip.to.name : "") };
}

type Place = { address: string; port?: number | undefined };

const placed = ({ address, port }: Place): string => (port === undefined ? address : `${address}:${port}`);

/** NAT led it to another node than it was for, or to another port: who should have got it got nothing. */
function ledAway({ nat, to }: Trip, at: KernelNode, was: Place, now: Place): Broken | undefined {
  const last = nat.at(-1);
  if (!last || (at === to && was.port === now.port)) return undefined;
  const facts = { from: placed(was), to: placed(now), other: at.name, rule: last.rule };
  return { node: last.node, what: "led-away", facts, seen: last.seen };
}

/** `asked`: where the answer must come from. */
function reply(trip: Trip, at: KernelNode, request: Packet, asked: Place): Broken | undefined {
  const { src, dst } = request;
  const { longest: _, ...same } = request;
  const fresh = { type: "echo-reply", state: "established", mark: 0, isFragmented: false, isUntracked: false } as const;
  const packet: Packet = { ...same, ...fresh, src: dst, dst: src };
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
