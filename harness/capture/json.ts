// A walk as data.

import { summary } from "./dissect/index.ts";
import { fateOf, rewritten } from "./fate.ts";
import { concerns } from "./filter.ts";
import { firstTurn, withoutRepeats } from "./loop.ts";
import type { Hop } from "./story.ts";
import type { Walk } from "./walk.ts";

/** One JSON document. A loop's frame has the hops of its first turn. Times are nanoseconds since the first frame; a hop's `from` is the place of the hop before. */
export function walkJson(walk: Walk): string {
  const begin = walk.packets[0]?.time ?? 0n;
  const hop = (hop: Hop) => ({
    node: hop.node,
    ifname: hop.ifname,
    direction: hop.direction,
    timeNs: Number(hop.time - begin),
    from: hop.from ? { node: hop.from.node, ifname: hop.from.ifname } : null,
    fate: fateOf(hop, walk.topology) ?? null,
    rewritten: rewritten(hop),
    learnt: walk.learnt.get(hop) ?? [],
    frame: hop.frame,
    length: hop.length,
  });
  const { from, to, address, answered, lost, stopped } = walk;
  const packets = withoutRepeats(walk.packets, walk.loops).map((packet) => ({
    summary: summary(packet.frame),
    ofThisPing: concerns(packet, address),
    hops: Array.from(firstTurn(packet), hop),
  }));
  const loops = walk.loops.map(({ packet, ...rest }) => ({ summary: summary(packet.frame), ...rest }));
  const about = { schema: 1, from, to: to ?? null, address, answered, lost, loops, ...(stopped && { stopped }) };
  return `${JSON.stringify({ ...about, packets }, null, 2)}\n`;
}
