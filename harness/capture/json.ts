// A walk as data.

import { summary } from "./dissect/index.ts";
import { fatesOf, rewritten } from "./fate.ts";
import type { Hop } from "./hop.ts";
import { firstTurn, withoutRepeats } from "./loop.ts";
import { usualSize } from "./mark.ts";
import type { ToldWalk } from "./text.ts";
import type { Walk } from "./walk.ts";

/** One JSON document. `told`: the same in words, as the terminal has it. `why`: what stopped the ping, where that was found out. A loop's frame has the hops of its first turn. Times are nanoseconds since the first frame; a hop's `from` is the place of the hop before. */
export function walkJson(walk: Walk, { title, frames, closing }: ToldWalk, why?: object): string {
  const begin = walk.packets[0]?.time ?? 0n;
  const fateOf = fatesOf(walk);
  const hop = (hop: Hop) => ({
    node: hop.node,
    ifname: hop.ifname,
    direction: hop.direction,
    timeNs: Number(hop.time - begin),
    from: hop.from ? { node: hop.from.node, ifname: hop.from.ifname } : null,
    fate: fateOf(hop)?.fate ?? null,
    ...(fateOf(hop)?.tooBig && { tooBig: fateOf(hop)?.tooBig }),
    rewritten: rewritten(hop),
    learnt: walk.learnt.get(hop) ?? [],
    frame: hop.frame,
    length: hop.length,
  });
  const { from, to, address, size = usualSize, answered, answeredBy, lost, stopped } = walk;
  const texts = frames.values(); // of this ping's packets, in their order
  const packets = withoutRepeats(walk.packets, walk.loops).map((packet) => ({
    summary: summary(packet.frame),
    text: walk.own.has(packet) ? (texts.next().value ?? null) : null,
    ofThisPing: walk.own.has(packet),
    hops: Array.from(firstTurn(packet, walk.loops), hop),
  }));
  const loops = walk.loops.map(({ packet, ...rest }) => ({ summary: summary(packet.frame), ...rest }));
  const asked = { from, to: to ?? null, address, size };
  const about = { ...asked, answered, answeredBy, why: why ?? null, lost, loops, ...(stopped && { stopped }) };
  return `${JSON.stringify({ schema: 1, ...about, told: { title, closing }, packets }, null, 2)}\n`;
}
