// What happened to a packet at a hop.

import { isForAll } from "./dissect/ethernet.ts";
import type { Hop } from "./hop.ts";
import { openSequels, type Seen, type Sequels } from "./sequel.ts";
import { type TooBig, tooBig } from "./too-big.ts";
import { placeOf, type Topology } from "./topology.ts";

export type Fate =
  /** A bridge sent it out of several ports: it is for everybody, or the FDB did not know where it belongs. */
  | "flooded"
  /** A bridge sent it out of the one port behind which its destination is. */
  | "forwarded"
  /** The node's IP stack sent it on by another interface. */
  | "routed"
  /** The node's IP stack sent it on more than once: a rule makes copies. */
  | "copied"
  /** It was sent on in pieces. */
  | "fragmented"
  /** A fragment: the node put the packet together, which goes on as a whole. */
  | "put together"
  /** It came to where it should. */
  | "delivered"
  /** The node took it though the address is none of its own: by NAT, or by a route. */
  | "taken in"
  /** An ARP request for somebody else's address: the node stays silent. */
  | "not asked"
  /** The same, and the node answers in the other's place. */
  | "answered for"
  /** A frame for another MAC address: the node does not look at it. */
  | "not its MAC"
  /** To a group of which the node is no member. */
  | "not in the group"
  /** It has more bytes than the link takes that it would go by. */
  | "too big"
  /** It came in and went no further, though it was not for this node. */
  | "dropped"
  /** It was sent and did not come out at the other end. */
  | "unheard";

/** What happened at a hop, and where something stopped there why, if that can be seen. */
export type Told = {
  fate: Fate;
  tooBig?: TooBig;
  /** Dropped, since the node forwards nothing that comes in there. */
  isNoRouter?: boolean;
};

/** A function that tells what happened at a hop; undefined where the packet just went on. */
export function fatesOf(walk: Seen & { topology: Topology }): (hop: Hop) => Told | undefined {
  const { topology } = walk;
  const sequels = openSequels(walk);
  return (hop) => {
    const fate = onItsWay(hop, topology) ?? (hop.next.length ? undefined : atItsEnd(hop, topology, sequels));
    const about = fate === "unheard" || fate === "dropped" ? tooBig(hop, topology, sequels) : undefined;
    if (about) return { fate: "too big", tooBig: about };
    return fate && { fate, ...(fate === "dropped" && topology.hosts.has(placeOf(hop)) && { isNoRouter: true }) };
  };
}

function onItsWay(hop: Hop, topology: Topology): Fate | undefined {
  const copies = copiesOf(hop).length;
  if (!copies) return undefined;
  if (!isSwitching(hop, topology)) return copies > 1 ? "copied" : "routed";
  return copies > 1 || isForAll(hop.frame.eth.dst) ? "flooded" : "forwarded";
}

function atItsEnd(hop: Hop, topology: Topology, sequels: Sequels): Fate | undefined {
  if (hop.direction === "out") return topology.peers.has(placeOf(hop)) ? "unheard" : undefined;
  if (sequels.isPutTogether(hop)) return "put together";
  return topology.bridges.has(placeOf(hop)) ? "dropped" : arrival(hop, topology, sequels);
}

const copiesOf = (hop: Hop): Hop[] =>
  hop.next.filter(({ node, direction }) => node === hop.node && direction === "out");

/** In by a port of a bridge, or out by the bridge itself. */
const isSwitching = (hop: Hop, { bridges, peers }: Topology): boolean =>
  hop.direction === "in" ? bridges.has(placeOf(hop)) : !peers.has(placeOf(hop));

/** Of a flooded frame: to how many ports it was sent, and how many others there are that are up. */
export function floodedTo(hop: Hop, { bridges, links }: Topology): { ports: number; others: number } {
  const bridge = bridges.get(placeOf(hop)) ?? hop.ifname;
  const others = [...bridges].filter(
    ([place, name]) =>
      name === bridge && place.startsWith(`${hop.node} `) && place !== placeOf(hop) && links.get(place)?.isUp,
  );
  return { ports: copiesOf(hop).length, others: others.length };
}

function arrival(hop: Hop, { addresses, groups }: Topology, sequels: Sequels): Fate {
  const { arp, ip, icmp6 } = hop.frame;
  const isOwn = (address: string) => addresses.get(hop.node)?.has(address) ?? false;
  if (hop.cast === "otherhost") return "not its MAC";
  const asked =
    arp?.op === "request" ? arp.targetIp : icmp6?.name === "neighbor solicitation" ? icmp6.target : undefined;
  if (asked !== undefined)
    return isOwn(asked) ? "delivered" : sequels.answersFor(hop, asked) ? "answered for" : "not asked";
  if (!ip || isOwn(ip.dst)) return "delivered";
  const members = groups.get(ip.dst);
  if (members) return members.has(placeOf(hop)) ? "delivered" : "not in the group";
  if (isForAll(hop.frame.eth.dst)) return "delivered";
  return sequels.after(hop) ?? "dropped";
}

export type Rewrite = { field: "source" | "destination"; from: string; to: string };

/** What NAT changed between the hop before and this one. */
export function rewritten({ frame, from }: Hop): Rewrite[] {
  const before = from?.frame.ip;
  const { ip } = frame;
  if (!before || !ip) return [];
  return [
    ...(before.src === ip.src ? [] : [{ field: "source" as const, from: before.src, to: ip.src }]),
    ...(before.dst === ip.dst ? [] : [{ field: "destination" as const, from: before.dst, to: ip.dst }]),
  ];
}
