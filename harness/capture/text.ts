// A walk as text: each packet as a tree of the interfaces that it passed, what happened there on the right.

import type { Language } from "../text/language.ts";
import { bold, dim } from "../text/style.ts";
import { wrap } from "../text/wrap.ts";
import { summary } from "./dissect/index.ts";
import { fatesOf, floodedTo, rewritten, type Told } from "./fate.ts";
import type { Hop } from "./hop.ts";
import { lastHops, unansweredIn } from "./last.ts";
import { firstTurn, withoutRepeats } from "./loop.ts";
import { placeOf, type Topology } from "./topology.ts";
import type { Walk } from "./walk.ts";
import { type Words, words } from "./words.ts";

const noteColumn = 41; // of 80
const width = 80;
const mostPackets = 100; // drawn
const mostLoops = 3; // named: one cable too many sets every broadcast going

/** What stopped the ping: at which node, by what, and both in one sentence. */
export type Why = { node: string; reason: string; sentence: string };

type Telling = { walk: Walk; say: Words; fateOf: (hop: Hop) => Told | undefined; reasons: Map<Hop, string> };

/** A walk in words: what was asked, each of its frames with where it went, and how it ended. */
export type ToldWalk = { title: string; frames: string[]; closing: string[] };

/** Draws the walk for a terminal of 80 columns. */
export function drawWalk(walk: Walk, language: Language, why?: Why): string {
  const { title, frames, closing } = tellWalk(walk, language, why);
  return `${[bold(title), ...frames, closing.join("\n")].join("\n\n")}\n`;
}

/** The same in parts: a frame's text begins with its number. */
export function tellWalk(walk: Walk, language: Language, why?: Why): ToldWalk {
  const say = words[language];
  const packets = withoutRepeats(walk.packets, walk.loops);
  const own = packets.filter((packet) => walk.own.has(packet));
  const others = packets.length - own.length;
  const to = walk.owners ? say.address(walk.address, walk.owners) : `${walk.to} (${walk.address})`;
  const fateOf = fatesOf(walk);
  const stop = why && lastHops(walk).find((hop) => hop.node === why.node && isStop(fateOf(hop)));
  const telling = { walk, say, fateOf, reasons: new Map(why && stop ? [[stop, why.reason]] : []) };
  const closing = [
    ending(walk, say),
    ...(walk.answered ? [] : unansweredIn(walk).map(({ node, address }) => say.untold(node, address))),
    ...(why ? [wrap(say.why(why.sentence), width, "  ")] : []),
    ...(others ? [say.others(others)] : []),
    ...(own.length > mostPackets ? [say.more(own.length - mostPackets)] : []),
    ...walk.loops.slice(0, mostLoops).map(say.loop),
    ...(walk.lost ? [say.lost(walk.lost)] : []),
    ...(walk.stopped ? [say.stopped(walk.stopped)] : []),
  ];
  const frames = own.slice(0, mostPackets).map((packet, at) => drawPacket(packet, at + 1, own[0]!.time, telling));
  return { title: say.title(walk.from, to, walk.size), frames, closing };
}

const isStop = (told: Told | undefined): boolean => ["dropped", "unheard", "delivered"].includes(told?.fate ?? "");

function ending({ answered, answeredBy, to, owners, own, said }: Walk, say: Words): string {
  if (answered) {
    const meant = owners ?? [to];
    const isAsPlanned = answeredBy.length === 1 && meant.length < 2 && [answeredBy[0], undefined].includes(meant[0]);
    return isAsPlanned || !answeredBy.length ? say.answered : say.answeredBy(answeredBy, owners ? undefined : to);
  }
  const [complaint] = own.size ? [] : (said.match(/^ping: .*$/m) ?? []);
  return complaint ? say.unsent(complaint) : say.unanswered;
}

function drawPacket(packet: Hop, number: number, begin: bigint, telling: Telling): string {
  const since = `${(Number(packet.time - begin) / 1e6).toFixed(3)} ms`;
  const head = `${String(number).padStart(2)}  ${summary(packet.frame)}`;
  const lines = wrap(head, width - since.length - 2, "      ").split("\n");
  const gap = " ".repeat(width - Bun.stringWidth(lines[0]!) - since.length);
  const shown = firstTurn(packet, telling.walk.loops);
  const [first = "", ...rest] = lines.map(bold);
  return [first + dim(gap + since), ...rest, ...drawHop(packet, shown, "    ", "    ", telling)].join("\n");
}

/** A cable's two ends are one line, and what follows hangs below it. */
function drawHop(hop: Hop, shown: Set<Hop>, lead: string, below: string, telling: Telling): string[] {
  const far = cable(hop, telling.walk);
  const ends = far ? [hop, far] : [hop];
  const label = ends.map(({ node, ifname }) => `${node}: ${ifname}`).join(" ══ ");
  const next = (far ?? hop).next.filter((child) => shown.has(child));
  return [
    ...annotated(
      lead + label,
      next.length ? `${below}│` : below,
      ends.flatMap((end) => notes(end, telling)),
    ),
    ...next.flatMap((child, at) => {
      const isLast = at === next.length - 1;
      return drawHop(child, shown, `${below}${isLast ? "└─ " : "├─ "}`, `${below}${isLast ? "   " : "│  "}`, telling);
    }),
  ];
}

function cable(hop: Hop, { topology }: Walk): Hop | undefined {
  const [only] = hop.next;
  const isCable =
    hop.direction === "out" && hop.next.length === 1 && topology.peers.get(placeOf(hop)) === placeOf(only!);
  return isCable ? only : undefined;
}

function notes(hop: Hop, { walk, say, fateOf, reasons }: Telling): string[] {
  const { topology, learnt, loops } = walk;
  const told = fateOf(hop);
  const reason = reasons.get(hop);
  const before = hop.from?.frame.ip?.ttl;
  const now = hop.frame.ip?.ttl;
  return [
    ...(before !== undefined && now !== undefined && before !== now ? [say.ttl(before, now)] : []),
    ...rewritten(hop).map(say.rewrite),
    ...(told ? [isElsewhere(told, hop, walk) ? say.elsewhere(walk.to!) : inWords(told, hop, topology, say)] : []),
    ...(reason ? [reason] : []),
    ...(learnt.get(hop) ?? []).map(say.learnt),
    ...(loops.some(({ packet, node, ifname }) => packet.key === hop.key && node === hop.node && ifname === hop.ifname)
      ? [say.again]
      : []),
  ];
}

/** Did what was for the node that was named come to another one, which has the address too? */
const isElsewhere = ({ fate }: Told, { node, frame }: Hop, { to, owners, address }: Walk): boolean =>
  fate === "delivered" && to !== undefined && !owners && node !== to && frame.ip?.dst === address;

function inWords({ fate, tooBig, isNoRouter }: Told, hop: Hop, topology: Topology, say: Words): string {
  if (tooBig) return say.tooBig(tooBig, hop.frame.ip?.dontFragment ?? false);
  if (fate === "flooded") {
    const { ports, others } = floodedTo(hop, topology);
    return ports < others ? say.floodedTo(ports, others) : say.fate.flooded;
  }
  if (isNoRouter) return say.noRouter;
  return fate === "too big" ? say.fate.dropped : say.fate[fate];
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
