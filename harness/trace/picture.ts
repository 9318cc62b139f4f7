// A packet's way through the hooks of netfilter as SVG: all hooks where they are in the kernel, the way taken, the rules met.
//
//   in ── PREROUTING ── FORWARD ── POSTROUTING ── out
//              │                        │
//            INPUT ──── process ──── OUTPUT

import { widthOf } from "../graph/content.ts";
import { svgStyle } from "../graph/svg.ts";
import { type Markup, markup, raw } from "../text/markup.ts";
import type { Hook } from "./hooks.ts";
import type { Station, Step } from "./path.ts";

/** One packet on one node. */
export type TracedPath = { node: string; stations: Station[] };

type Place = Hook | "PROCESS" | "IN" | "OUT";
type Cell = { place: Place; column: number; row: number; lines: string[]; width: number; height: number };

const lineHeight = 17; // px
const gap = 60; // between two boxes
const longest = 52; // signs of a line
const grid: [Place, number, number][] = [
  ["INGRESS", 0, 1],
  ["PREROUTING", 1, 0],
  ["FORWARD", 2, 0],
  ["POSTROUTING", 3, 0],
  ["INPUT", 1, 1],
  ["PROCESS", 2, 1],
  ["OUTPUT", 3, 1],
];
const wires: [Place, Place][] = [
  ["IN", "PREROUTING"],
  ["PREROUTING", "FORWARD"],
  ["FORWARD", "POSTROUTING"],
  ["POSTROUTING", "OUT"],
  ["PREROUTING", "INPUT"],
  ["INPUT", "PROCESS"],
  ["PROCESS", "OUTPUT"],
  ["OUTPUT", "POSTROUTING"],
  ["INGRESS", "PREROUTING"],
];

/** The key of a station in the picture: what lights up when it is told. */
export const keyOf = (path: number, { hook }: Station): string => `${path} ${hook}`;

/** One packet at one hook, in a line each: what it is, and what it met. */
export const toldStation = ({ hook, packet, steps, ...links }: Station): string[] => [
  hook,
  [links.in && `in ${links.in}`, links.out && `out ${links.out}`, `ttl ${packet.ttl}`].filter(Boolean).join("  "),
  `${packet.source} → ${packet.destination}`,
  ...steps.map(toldStep),
];

const toldStep = ({ table, chain, what, verdict, rule }: Step): string =>
  [table, chain, what, verdict, rule].filter(Boolean).join("  ");

export const titleOf = ({ node, stations: [first] }: TracedPath): string =>
  `ICMP echo ${first!.packet.kind} ${first!.packet.source} → ${first!.packet.destination}   on ${node}`;

/** All of a ping's ways below each other. */
export function traceSvg(paths: readonly TracedPath[], title: string): string {
  let top = 0;
  let width = 0;
  const drawn = paths.map((path, at) => {
    const part = drawPath(path, at, top);
    top += part.height;
    width = Math.max(width, part.width);
    return part.markup;
  });
  const words = paths.map((path) => [titleOf(path), ...path.stations.flatMap(toldStation)].join("; ")).join(". ");
  return `${
    markup`<svg xmlns="http://www.w3.org/2000/svg" class="world" viewBox="0 0 ${width} ${top}" width="${width}" height="${top}" style="--wide: ${width}px" role="img" aria-labelledby="trace-title trace-text">
<title id="trace-title">${title}</title>
<desc id="trace-text">${words}</desc>
<style>${raw(svgStyle)}</style>
${drawn}</svg>`.markup
  }\n`;
}

function drawPath(path: TracedPath, number: number, top: number) {
  const { stations } = path;
  const cells = grid.flatMap(([place, column, row]): Cell[] => {
    const met = stations.filter(({ hook }) => hook === place);
    if (place === "INGRESS" && !met.length) return [];
    const lines = met.flatMap((station) => toldStation(station).slice(1)).map(cut);
    const width = Math.max(126, ...[place, ...lines].map((line) => widthOf(line) + 24));
    return [{ place, column, row, lines, width, height: 34 + lines.length * lineHeight }];
  });
  const columns = [0, 1, 2, 3].map((at) =>
    Math.max(0, ...cells.filter(({ column }) => column === at).map((c) => c.width)),
  );
  const rows = [0, 1].map((at) => Math.max(0, ...cells.filter(({ row }) => row === at).map((c) => c.height)));
  const x = (column: number) => gap + columns.slice(0, column).reduce((sum, each) => sum + each + (each && gap), 0);
  const y = (row: number) => top + 40 + (row ? rows[0]! + gap : 0);
  const passed = wayOf(stations);
  const at = new Map(cells.map((cell) => [cell.place, cell]));
  const ends = (cell: Cell) => ({ left: x(cell.column), top: y(cell.row), right: x(cell.column) + cell.width });
  const line = ([from, to]: [Place, Place]): Markup | undefined => {
    const [one, other] = [at.get(from), at.get(to)];
    const is = passed.has(`${from} ${to}`) ? "wire passed" : "wire unmet";
    if (from === "IN" && other) return wire(is, `M${ends(other).left - gap + 10} ${ends(other).top + 17}h${gap - 10}`);
    if (to === "OUT" && one) return wire(is, `M${ends(one).right} ${ends(one).top + 17}h${gap - 10}`);
    if (!one || !other) return undefined;
    if (one.column === other.column) {
      const [upper, lower] = one.row < other.row ? [one, other] : [other, one];
      return wire(is, `M${x(one.column) + 40} ${y(upper.row) + upper.height}V${y(lower.row)}`);
    }
    return wire(is, `M${ends(one).right} ${ends(one).top + 17}H${ends(other).left}`);
  };
  const last = stations.at(-1)!;
  const isDropped = last.steps.at(-1)?.verdict === "DROP";
  const box = (cell: Cell): Markup => {
    const isMet = cell.lines.length > 0;
    const isWrong = isDropped && last.hook === cell.place;
    return markup`<g class="box${isMet ? "" : " unmet"}${isWrong && " wrong"}" data-key="${number} ${cell.place}"><rect x="${x(cell.column)}" y="${y(cell.row)}" width="${cell.width}" height="${cell.height}" rx="8"/>
<text class="name" x="${x(cell.column) + 10}" y="${y(cell.row) + 21}">${cell.place === "PROCESS" ? "process" : cell.place}</text>
${cell.lines.map((text, index) => markup`<text class="mark" x="${x(cell.column) + 10}" y="${y(cell.row) + 40 + index * lineHeight}">${text}</text>\n`)}</g>\n`;
  };
  const width = x(3) + columns[3]! + gap;
  return {
    width: Math.max(width, widthOf(titleOf(path)) * 1.2 + 32),
    height: y(1) + rows[1]! + 24 - top,
    markup: markup`<text class="name" x="16" y="${top + 24}">${titleOf(path)}</text>\n${wires.map(line)}${cells.map(box)}`,
  };
}

const wire = (is: string, path: string): Markup => markup`<path class="${is}" d="${path}"/>\n`;
const cut = (line: string): string => (line.length > longest ? `${line.slice(0, longest - 1)}…` : line);

/** The wires that the packet took, as far as it was seen: through a hook without a chain it passes unseen. */
function wayOf(stations: readonly Station[]): Set<string> {
  const hooks = stations.map(({ hook }) => hook);
  const places: Place[] = [
    ...(hooks[0] === "OUTPUT" || hooks[0] === "POSTROUTING" ? ["PROCESS" as const] : ["IN" as const]),
  ];
  for (const hook of hooks) {
    const before = places.at(-1)!;
    if (before === hook) continue;
    if (hook === "POSTROUTING" && before === "PREROUTING") places.push("FORWARD");
    if (hook === "POSTROUTING" && before === "PROCESS") places.push("OUTPUT");
    if (hook === "INPUT" && before === "IN") places.push("PREROUTING");
    if (hook === "FORWARD" && before === "IN") places.push("PREROUTING");
    places.push(hook);
  }
  const last = stations.at(-1)!;
  if (last.steps.at(-1)?.verdict !== "DROP") {
    if (last.hook === "POSTROUTING") places.push("OUT");
    if (last.hook === "INPUT") places.push("PROCESS");
  }
  return new Set(places.slice(1).map((place, at) => `${places[at]} ${place}`));
}
