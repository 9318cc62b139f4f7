// A loop: one frame that comes by the same interface again and again.

import type { Hop } from "./hop.ts";
import { hopsOf } from "./story.ts";
import { placeOf, type Topology } from "./topology.ts";

export type Loop = {
  /** The packet that is in it, by its first hop. */
  packet: Hop;
  /** Where it came by, and how often: the interface that it came by most. */
  node: string;
  ifname: string;
  times: number;
};

const most = 10; // an ARP request that nobody answers is repeated to the letter, once a second: a walk is over before this

/** The loops that the packets are in, the busiest first: equal packets are one. */
export function loopsOf(packets: readonly Hop[], topology: Topology): Loop[] {
  return Map.groupBy(packets, ({ key }) => key)
    .values()
    .flatMap((equal) => {
      const passages = Map.groupBy(equal.flatMap(hopsOf), (hop) => `${placeOf(hop)} ${hop.direction}`);
      const again = [...passages.values()].filter(({ length }) => length > most);
      const rank = ([hop]: Hop[]) => inLoop(hop!, topology);
      const [busiest] = again.sort((one, other) => rank(other) - rank(one) || other.length - one.length);
      if (!busiest) return [];
      const { node, ifname } = busiest[0]!;
      return [{ packet: equal[0]!, node, ifname, times: busiest.length }];
    })
    .toArray()
    .sort((one, other) => other.times - one.times);
}

/** How likely the place is a part of the loop itself: a cable from bridge to bridge, a port of one, or where only a copy ends. */
function inLoop(hop: Hop, { peers, bridges }: Topology): number {
  const place = placeOf(hop);
  return Number(bridges.has(place)) + Number(bridges.has(peers.get(place) ?? place));
}

/** The packets, but those that are a loop's frame once more. */
export function withoutRepeats(packets: readonly Hop[], loops: readonly Loop[]): Hop[] {
  const first = new Map(loops.map(({ packet }) => [packet.key, packet]));
  return packets.filter((packet) => (first.get(packet.key) ?? packet) === packet);
}

/** The packet's hops; of one that is in a loop its first turn: each place and direction once. */
export function firstTurn(packet: Hop, loops: readonly Loop[]): Set<Hop> {
  const isLooping = loops.some((loop) => loop.packet.key === packet.key);
  const seen = new Set<string>();
  const hops = hopsOf(packet).filter((hop) => {
    if (!isLooping) return true;
    const passage = `${placeOf(hop)} ${hop.direction}`;
    const isNew = !seen.has(passage);
    seen.add(passage);
    return isNew;
  });
  return new Set(hops);
}
