// From sightings to a story: which sightings are one packet, and which way it took.

import type { Sighting } from "./capture.ts";
import { type Dissected, dissect, packetKey } from "./dissect/index.ts";
import { placeOf, type Topology } from "./topology.ts";

/** One packet at one interface, and where it went from there. More than one `next`: a bridge flooded it. */
export type Hop = Sighting & {
  frame: Dissected;
  /** Where it came from; undefined where it was first sighted. */
  from?: Hop;
  next: Hop[];
};

/** The packets in the order in which they were first sighted, each by its first hop. */
export function story(sightings: readonly Sighting[], topology: Topology): Hop[] {
  const byKey = new Map<string, Hop[]>(); // the latest first
  const packets: Hop[] = [];
  for (const sighting of sightings) {
    const frame = dissect(sighting.bytes);
    const key = packetKey(frame, sighting.bytes);
    const earlier = byKey.get(key) ?? [];
    const from = cameFrom(sighting, earlier, topology);
    const hop: Hop = { ...sighting, frame, next: [], ...(from && { from }) };
    if (from) from.next = [...from.next, hop].sort(copiesFirst);
    else packets.push(hop);
    byKey.set(key, [hop, ...earlier]);
  }
  return packets;
}

// A bridge sends its copies before it hands one up to the host, but that one may carry the stamp of the port it came in by:
// whether it does depends on who else on the machine asks for timestamps.
const copiesFirst = (one: Hop, other: Hop): number => Number(one.direction === "in") - Number(other.direction === "in");

/** The hop of the same packet that this sighting follows; the latest that fits, for a packet may be sent again. */
function cameFrom(sighting: Sighting, earlier: readonly Hop[], topology: Topology): Hop | undefined {
  return earlier.find(sighting.direction === "in" ? before(sighting, topology) : within(sighting, topology));
}

/** An incoming frame was sent at the other end, or handed up to the bridge by one of its ports. */
function before(sighting: Sighting, { peers, bridges }: Topology): (hop: Hop) => boolean {
  const peer = peers.get(placeOf(sighting));
  return (hop) => {
    if (hop.direction === "in") return hop.node === sighting.node && bridges.get(placeOf(hop)) === sighting.ifname;
    if (hop.next.length) return false;
    if (peer) return placeOf(hop) === peer;
    if (sighting.ifname === "lo") return placeOf(hop) === placeOf(sighting);
    return !peers.has(placeOf(hop)); // a tunnel: in at one end what went out at another
  };
}

/** An outgoing frame was bridged from another port, sent by the bridge itself, or routed from another interface of the node. */
function within(sighting: Sighting, { bridges }: Topology): (hop: Hop) => boolean {
  const bridge = bridges.get(placeOf(sighting));
  return (hop) => {
    if (hop.node !== sighting.node) return false;
    const itsBridge = bridges.get(placeOf(hop));
    if (!bridge) return hop.direction === "in" && !itsBridge;
    return hop.direction === "in" ? itsBridge === bridge : hop.ifname === bridge;
  };
}

/** Every hop of a packet, in the order of its way. */
export const hopsOf = (packet: Hop): Hop[] => [packet, ...packet.next.flatMap(hopsOf)];
