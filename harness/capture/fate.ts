// What happened to a packet at a hop.

import type { Hop } from "./hop.ts";
import { placeOf, type Topology } from "./topology.ts";

export type Fate =
  /** A bridge sent it out of every other port: it is for everybody, or the FDB did not know where it belongs. */
  | "flooded"
  /** A bridge sent it out of the one port behind which its destination is. */
  | "forwarded"
  /** The node's IP stack sent it on by another interface. */
  | "routed"
  /** It came to where it should. */
  | "delivered"
  /** An ARP request for somebody else's address: the node stays silent. */
  | "not asked"
  /** A frame for another MAC address: the node does not look at it. */
  | "not its MAC"
  /** It came in and went no further, though it was not for this node. */
  | "dropped"
  /** It was sent and did not come out at the other end. */
  | "unheard";

const GROUP_BIT = 1; // of a MAC address's first byte: broadcast and multicast; IEEE 802

/** What happened to the packet at this hop; undefined where it just went on. */
export function fateOf(hop: Hop, topology: Topology): Fate | undefined {
  const bridge = topology.bridges.get(placeOf(hop));
  const copies = hop.next.filter(({ node, direction }) => node === hop.node && direction === "out");
  const switching = hop.direction === "in" ? bridge !== undefined : !topology.peers.has(placeOf(hop));
  if (switching && copies.length) return copies.length > 1 || isForAll(hop) ? "flooded" : "forwarded";
  if (copies.length) return "routed";
  if (hop.next.length) return undefined;
  if (hop.direction === "out") return topology.peers.has(placeOf(hop)) ? "unheard" : undefined;
  return bridge ? "dropped" : arrival(hop, topology);
}

const isForAll = ({ frame }: Hop): boolean => (Number.parseInt(frame.eth.dst.slice(0, 2), 16) & GROUP_BIT) === 1;

function arrival(hop: Hop, { addresses }: Topology): Fate {
  const { arp, ip } = hop.frame;
  const isOwn = (address: string) => addresses.get(hop.node)?.has(address) ?? false;
  if (hop.cast === "otherhost") return "not its MAC";
  if (arp?.op === "request") return isOwn(arp.targetIp) ? "delivered" : "not asked";
  if (!ip || isForAll(hop) || isOwn(ip.dst)) return "delivered";
  return "dropped";
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
