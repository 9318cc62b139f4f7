// From sightings to a story: which sightings are one packet, and which way it took.

import type { Sighting } from "./capture.ts";
import { dissect, packetKey } from "./dissect/index.ts";
import type { Hop } from "./hop.ts";
import type { Topology } from "./topology.ts";
import { openTrail } from "./trail.ts";

/** The packets in the order in which they were first sighted, each by its first hop. */
export function story(sightings: readonly Sighting[], topology: Topology): Hop[] {
  const trails = new Map<string, ReturnType<typeof openTrail>>();
  const packets: Hop[] = [];
  const hops = sightings.map((sighting) => {
    const frame = dissect(sighting.bytes, sighting.length);
    const key = packetKey(frame, sighting.bytes);
    const trail = trails.get(key) ?? openTrail(topology);
    trails.set(key, trail);
    const from = trail.before(sighting);
    const hop: Hop = { ...sighting, frame, key, next: [], ...(from && { from }) };
    if (from) from.next.push(hop);
    else packets.push(hop);
    trail.add(hop);
    return hop;
  });
  for (const hop of hops) hop.next.sort(copiesFirst);
  return packets;
}

// A bridge sends its copies before it hands one up to the host, but that one may carry the stamp of the port it came in by:
// whether it does depends on who else on the machine asks for timestamps.
const copiesFirst = (one: Hop, other: Hop): number => Number(one.direction === "in") - Number(other.direction === "in");

/** Every hop of a packet, in the order of its way. */
export function hopsOf(packet: Hop): Hop[] {
  const hops: Hop[] = [];
  for (const ahead = [packet]; ahead.length; ) {
    const hop = ahead.pop()!;
    hops.push(hop);
    for (let at = hop.next.length - 1; at >= 0; at--) ahead.push(hop.next[at]!);
  }
  return hops;
}
