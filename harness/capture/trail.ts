// The hops of one packet so far, kept by what they may lead to: however often it comes by, a hop is found at once.

import type { Sighting } from "./capture.ts";
import type { Hop } from "./hop.ts";
import { placeOf, type Topology } from "./topology.ts";

type Known = { hop: Hop; at: number };

/** The hops of equal frames, by which of them a sighting follows: the latest that fits, for a packet may be sent again. */
export function openTrail({ peers, bridges }: Topology) {
  const latest = new Map<string, Known>();
  const unheard = new Map<string, Known[]>(); // sent, and not sighted at another place yet
  let count = 0;

  const waiting = (place: string): Known | undefined => {
    const all = unheard.get(place) ?? [];
    while (all.at(-1)?.hop.next.length) all.pop(); // it went on: for good
    return all.at(-1);
  };

  /** An incoming frame was sent at the other end, or handed up to the bridge by one of its ports. */
  function cameIn(sighting: Sighting): (Known | undefined)[] {
    const place = placeOf(sighting);
    const sender = peers.get(place) ?? (sighting.ifname === "lo" ? place : "tunnel"); // in at one end of a tunnel what went out at another
    return [latest.get(`port of ${place}`), waiting(sender)];
  }

  /** An outgoing frame was bridged from another port, sent by the bridge itself, or routed from another interface of the node. */
  function wentOut({ node, ifname }: Sighting): (Known | undefined)[] {
    const place = placeOf({ node, ifname });
    const bridge = bridges.get(place);
    if (!bridge) return [latest.get(`in ${node}`)];
    const whole = placeOf({ node, ifname: bridge });
    return [latest.get(`port of ${whole}`), latest.get(`out ${whole}`)];
  }

  return {
    /** The hop that this sighting follows; undefined where it is the first. */
    before(sighting: Sighting): Hop | undefined {
      const candidates = sighting.direction === "in" ? cameIn(sighting) : wentOut(sighting);
      return candidates.toSorted((one, other) => (other?.at ?? -1) - (one?.at ?? -1))[0]?.hop;
    },
    add(hop: Hop): void {
      const known = { hop, at: count++ };
      const place = placeOf(hop);
      const bridge = bridges.get(place);
      if (hop.direction === "in") {
        const port = bridge && placeOf({ node: hop.node, ifname: bridge });
        latest.set(port ? `port of ${port}` : `in ${hop.node}`, known);
        return;
      }
      latest.set(`out ${place}`, known);
      for (const way of [place, ...(peers.has(place) ? [] : ["tunnel"])]) {
        const all = unheard.get(way) ?? [];
        unheard.set(way, all);
        all.push(known);
      }
    },
  };
}
