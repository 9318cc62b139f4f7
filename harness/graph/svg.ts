// A picture of a world as SVG: one file that needs nothing else, in light and dark and in print. State is never told by
// colour alone: what is down is dashed, hollow, and says DOWN.

import { type Markup, markup, raw } from "../text/markup.ts";
import { lineHeight, named, widthOf } from "./content.ts";
import { many } from "./fold.ts";
import { layout } from "./layout.ts";
import { barHeight } from "./measure.ts";
import type { Bar, Box, Pin, Wire } from "./picture.ts";
import { describe } from "./text.ts";
import type { DrawnNode } from "./world.ts";

export type SvgOptions = {
  /** What the picture is of, for readers of the screen. */
  title: string;
  /** Things that the reader should look at, by key: the class that each gets ("changed", "wrong"). */
  marked?: ReadonlyMap<string, string>;
  /** A few signs beside a link, by its key: the numbers of frames that passed it. */
  badges?: ReadonlyMap<string, string>;
  /** It is a part of a page that has its style already. */
  isStyled?: boolean;
  /** Lines of text below the picture. */
  story?: readonly string[];
};

/** The world as an SVG document. The page's own style may override the colours: they are CSS variables on the root. */
export function svg(nodes: readonly DrawnNode[], options: SvgOptions): string {
  const { title, marked = new Map(), badges = new Map(), story = [], isStyled } = options;
  const { width, height, boxes, bars, pins, wires } = layout(nodes);
  const is: Classes = (key, ...classes) => [...classes, marked.get(key)].filter(Boolean).join(" ");
  const wide = Math.max(width, ...story.map((line) => widthOf(line) + 2 * margin));
  const high = height + (story.length ? story.length * lineHeight + margin : 0);
  const id = `world-${title.replaceAll(/\W+/g, "-")}`; // a page may have several
  const drawn = markup`<svg xmlns="http://www.w3.org/2000/svg" class="world" viewBox="0 0 ${wide} ${high}" width="${wide}" height="${high}" style="--wide: ${wide}px" role="img" aria-labelledby="${id}-title ${id}-text">
<title id="${id}-title">${title}</title>
<desc id="${id}-text">${inWords(nodes)}</desc>
${isStyled ? "" : markup`<style>${raw(svgStyle)}</style>`}
${boxes.map((box) => drawBox(box, is))}
${bars.map((bar) => drawBar(bar, is))}
${wires.map((wire) => drawWire(wire, is))}
${pins.map((pin) => drawPin(pin, is, badges.get(pin.key)))}
${story.map((line, at) => line !== "" && markup`<text class="story" x="${margin}" y="${height + 12 + at * lineHeight}">${line}</text>\n`)}
</svg>`;
  return `${drawn.markup}\n`;
}

const margin = 16; // px

type Classes = (key: string, ...classes: (string | false | undefined)[]) => string;

const drawBox = ({ key, kind, x, y, width, height, title, lines, details }: Box, is: Classes): Markup =>
  markup`<g class="${is(key, "box", kind)}" data-key="${key}" data-node="${kind === "rest" ? "" : key}"><title>${details}</title>
<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/>
<text class="name" x="${x + 10}" y="${y + 19}">${title}</text>
${lines.map(
  (line, at) =>
    markup`<text class="${is(line.key, line.kind, line.isDown && "down")}" data-key="${line.key}" x="${x + 10}" y="${y + 38 + at * lineHeight}">${line.text}</text>
`,
)}</g>
`;

const drawBar = ({ key, x, y, width, text, isDown }: Bar, is: Classes): Markup =>
  markup`<g class="${is(key, "bar", isDown && "down")}" data-key="${key}"><rect x="${x}" y="${y}" width="${width}" height="${barHeight}" rx="4"/><text x="${x + width / 2}" y="${y + 16}">${text}</text></g>
`;

const drawWire = ({ key, path, isDown, details }: Wire, is: Classes): Markup =>
  markup`<path class="${is(key, "wire", isDown && "down")}" data-key="${key}" d="${path}"><title>${details}</title></path>
`;

const drawPin = ({ key, x, y, text, isDown }: Pin, is: Classes, badge?: string): Markup =>
  markup`<g class="${is(key, "pin", isDown && "down")}" data-key="${key}"><circle cx="${x}" cy="${y}" r="4.5"/>${text !== undefined && markup`<text x="${x + 8}" y="${y + 17}">${text}</text>`}${badge !== undefined && markup`<text class="badge" x="${x - 8}" y="${text === undefined ? y - 6 : y + 17}">${badge}</text>`}</g>
`;

/** The whole for whoever hears the picture; of a crowd the first ones. */
export const inWords = (nodes: readonly DrawnNode[]): string =>
  [...nodes.slice(0, many).map(told), ...(nodes.length > many ? [`… ${nodes.length - many} more nodes.`] : [])].join(
    " ",
  );

/** A node in a sentence. */
const told = ({ name, links, routes, forwards, rules }: DrawnNode): string => {
  const ends = links.map((link) => {
    const to =
      link.peer &&
      (link.peer === "elsewhere"
        ? " to elsewhere"
        : ` to ${link.peer.node} ${link.peer.ifname.replace(/^\?.*/, "")}`.trimEnd());
    return `${link.isMissing ? named(link) : describe(link)}${link.master ? ` in ${link.master}` : ""}${to ?? ""}`;
  });
  return `${name}: ${[...ends, ...(forwards ? ["forwarding on"] : []), ...routes, ...rules].join("; ")}.`;
};

/** The colours: blue and vermilion of Okabe and Ito, which all kinds of colour vision tell apart. */
export const svgStyle = `
.world { --ink: #1b1f24; --soft: #57606a; --paper: #fff; --node: #f6f8fa; --edge: #8c959f; --bridge: #0072b2; --on-bridge: #fff; --up: #0072b2; --down: #c84d00; --new: #fff3c4; background: var(--paper); font: 12px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace }
@media (prefers-color-scheme: dark) { .world { --ink: #e6edf3; --soft: #9da7b1; --paper: #0d1117; --node: #161b22; --edge: #6e7681; --bridge: #58a6ff; --on-bridge: #0d1117; --up: #58a6ff; --down: #ff9c5a; --new: #4d3800 } }
@media print { .world { --ink: #000; --soft: #333; --paper: #fff; --node: #fff; --edge: #000; --bridge: #fff; --on-bridge: #000; --up: #000; --down: #000 } .world .bar rect { stroke: #000 } }
.world text { fill: var(--ink) }
.world .name { font-size: 14px; font-weight: 700 }
.world .mark { fill: var(--soft); font-weight: 400 }
.world .box rect { fill: var(--node); stroke: var(--edge) }
.world .rest rect { stroke-dasharray: 2 3 }
.world .bar rect { fill: var(--bridge) }
.world .bar text { fill: var(--on-bridge); text-anchor: middle }
.world .bar.down rect { fill: var(--node); stroke: var(--down); stroke-dasharray: 5 4 }
.world .bar.down text, .world text.down, .world .pin.down text { fill: var(--down) }
.world .wire { fill: none; stroke: var(--up); stroke-width: 2 }
.world .wire.down { stroke: var(--down); stroke-dasharray: 5 4 }
.world .badge { text-anchor: end; font-weight: 700; fill: var(--down) }
.world .story { white-space: pre }
.world path.passed { stroke-width: 4 }
.world path.unmet { stroke: var(--edge); stroke-width: 1 }
.world .unmet rect { stroke-dasharray: 2 3 }
.world .pin circle { fill: var(--up); stroke: var(--paper) }
.world .pin.down circle { fill: var(--paper); stroke: var(--down); stroke-width: 2 }
.world .wrong rect, .world .wrong circle { stroke: var(--down); stroke-width: 3 }
.world .pin.wrong circle { fill: var(--down) }
.world .pin.wrong text { fill: var(--down); font-weight: 700 }
.world path.wrong { stroke: var(--down); stroke-width: 4; stroke-dasharray: 5 4 }
.world path.missing { stroke: var(--down); stroke-width: 2; stroke-dasharray: 9 6 }
.world .missing rect { fill: none; stroke: var(--down); stroke-dasharray: 5 4 }
.world text.missing, .world .missing text { fill: var(--down) }
.world .pin.missing circle { fill: var(--paper); stroke: var(--down); stroke-width: 3; r: 6px }
.world .changed rect { fill: var(--new) }
.world .bar.changed text { fill: var(--ink) }
.world .bar.changed rect { stroke: var(--bridge); stroke-width: 2 }
.world text.changed, .world .mark.changed { font-weight: 700 }
.world path.changed { stroke-width: 4 }
`.trim();
