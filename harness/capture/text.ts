// A walk as text: each packet as a tree of the interfaces that it passed, what happened there on the right.

import type { Language } from "../text/language.ts";
import { bold, dim } from "../text/style.ts";
import { wrap } from "../text/wrap.ts";
import { summary } from "./dissect/index.ts";
import { fateOf, rewritten } from "./fate.ts";
import { concerns } from "./filter.ts";
import { firstTurn, withoutRepeats } from "./loop.ts";
import type { Hop } from "./story.ts";
import { placeOf } from "./topology.ts";
import type { Walk } from "./walk.ts";
import { type Words, words } from "./words.ts";

const noteColumn = 41; // of 80
const width = 80;
const mostPackets = 100; // drawn
const mostLoops = 3; // named: one cable too many sets every broadcast going

/** Draws the walk for a terminal of 80 columns. */
export function drawWalk(walk: Walk, language: Language): string {
  const say = words[language];
  const packets = withoutRepeats(walk.packets, walk.loops);
  const own = packets.filter((packet) => concerns(packet, walk.address));
  const others = packets.length - own.length;
  const to = walk.to && walk.to !== walk.address ? `${walk.to} (${walk.address})` : walk.address;
  const closing = [
    walk.answered ? say.answered : say.unanswered,
    ...(others ? [say.others(others)] : []),
    ...(own.length > mostPackets ? [say.more(own.length - mostPackets)] : []),
    ...walk.loops.slice(0, mostLoops).map(say.loop),
    ...(walk.lost ? [say.lost(walk.lost)] : []),
    ...(walk.stopped ? [say.stopped(walk.stopped)] : []),
  ];
  const blocks = own.slice(0, mostPackets).map((packet, at) => drawPacket(packet, at + 1, walk, say));
  return `${[bold(say.title(walk.from, to)), ...blocks, closing.join("\n")].join("\n\n")}\n`;
}

function drawPacket(packet: Hop, number: number, walk: Walk, say: Words): string {
  const begin = walk.packets[0]!.time;
  const since = `${(Number(packet.time - begin) / 1e6).toFixed(3)} ms`;
  const head = `${String(number).padStart(2)}  ${summary(packet.frame)}`;
  const gap = " ".repeat(Math.max(2, width - Bun.stringWidth(head) - since.length));
  const shown = firstTurn(packet);
  return [bold(head) + dim(gap + since), ...drawHop(packet, shown, "    ", "    ", walk, say)].join("\n");
}

/** A cable's two ends are one line, and what follows hangs below it. */
function drawHop(hop: Hop, shown: Set<Hop>, lead: string, below: string, walk: Walk, say: Words): string[] {
  const far = cable(hop, walk);
  const ends = far ? [hop, far] : [hop];
  const label = ends.map(({ node, ifname }) => `${node}: ${ifname}`).join(" ══ ");
  const next = (far ?? hop).next.filter((child) => shown.has(child));
  return [
    ...annotated(
      lead + label,
      next.length ? `${below}│` : below,
      ends.flatMap((end) => notes(end, walk, say)),
    ),
    ...next.flatMap((child, at) => {
      const isLast = at === next.length - 1;
      return drawHop(child, shown, `${below}${isLast ? "└─ " : "├─ "}`, `${below}${isLast ? "   " : "│  "}`, walk, say);
    }),
  ];
}

function cable(hop: Hop, { topology }: Walk): Hop | undefined {
  const [only] = hop.next;
  const isCable =
    hop.direction === "out" && hop.next.length === 1 && topology.peers.get(placeOf(hop)) === placeOf(only!);
  return isCable ? only : undefined;
}

function notes(hop: Hop, { topology, learnt, loops }: Walk, say: Words): string[] {
  const fate = fateOf(hop, topology);
  const before = hop.from?.frame.ip?.ttl;
  const now = hop.frame.ip?.ttl;
  return [
    ...(before !== undefined && now !== undefined && before !== now ? [say.ttl(before, now)] : []),
    ...rewritten(hop).map(say.rewrite),
    ...(fate ? [say.fate[fate]] : []),
    ...(learnt.get(hop) ?? []).map(say.learnt),
    ...(loops.some(({ packet, node, ifname }) => packet.key === hop.key && node === hop.node && ifname === hop.ifname)
      ? [say.again]
      : []),
  ];
}

/** The label, and the notes in a column of their own. */
function annotated(label: string, below: string, notes: string[]): string[] {
  const lines = notes.flatMap((note) => wrap(note, width - noteColumn, "  ").split("\n"));
  const pad = (text: string) => text + " ".repeat(Math.max(2, noteColumn - Bun.stringWidth(text)));
  const [first = "", ...rest] = lines;
  const head =
    Bun.stringWidth(label) + 2 > noteColumn && first ? [label, pad(below) + dim(first)] : [pad(label) + dim(first)];
  return [...head, ...rest.map((line) => pad(below) + dim(line))].map((line) => line.trimEnd());
}
