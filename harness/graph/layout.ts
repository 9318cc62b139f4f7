// Where everything stands in a picture, from a world alone: the same world gives the same picture. The host is above, its
// bridges at its lower edge, and below each what is plugged into it.

import { detailsOf, named } from "./content.ts";
import {
  barHeight,
  below,
  between,
  measured,
  restWidth,
  rowsOf,
  type Sized,
  type SizedSegment,
  trunk,
} from "./measure.ts";
import { type Box, emptyPicture, type Picture, type Pin } from "./picture.ts";
import { type Cable, forestOf } from "./tree.ts";
import type { DrawnLink, DrawnNode } from "./world.ts";

const margin = 16; // px, around everything
const widest = 1100; // px; trees of their own stand beside each other up to there

type Ends = Map<string, Pin>;

export function layout(nodes: readonly DrawnNode[]): Picture {
  const picture = emptyPicture();
  const ends: Ends = new Map();
  const { roots, extra } = forestOf(nodes);
  const [first, ...others] = roots.map((root) => measured(root));
  if (!first) return picture;
  place(first, margin, margin, picture, ends);
  const rightmost = Math.max(widest, margin + first.width);
  let [x, y, tallest] = [margin, margin + first.height + between, 0];
  for (const root of others) {
    if (x > margin && x + root.width > rightmost) [x, y, tallest] = [margin, y + tallest + between, 0];
    place(root, x, y, picture, ends);
    x += root.width + between;
    tallest = Math.max(tallest, root.height);
  }
  for (const cable of extra) joinAcross(cable, picture, ends);
  const edges = picture.boxes.map((box) => ({ right: box.x + box.width, bottom: box.y + box.height }));
  const hanging = extra.length || picture.wires.some(({ key }) => key.endsWith("?")) ? below : 0;
  picture.width = Math.max(...edges.map(({ right }) => right)) + margin;
  picture.height = Math.max(...edges.map(({ bottom }) => bottom)) + margin + hanging;
  return picture;
}

function place(size: Sized, x: number, y: number, picture: Picture, ends: Ends): Box {
  const { branch, lines, boxWidth: width, boxHeight: height } = size;
  const { name } = branch.node;
  const kind = branch.segments.length || name === "host" ? "host" : "node";
  const box: Box = { key: name, kind, x, y, width, height, title: name, lines, details: detailsOf(branch) };
  picture.boxes.push(box);
  const spread = size.segments.reduce((sum, each) => sum + each.width + between, -between);
  let left = x + (width - spread) / 2;
  for (const segment of size.segments) {
    const { bridge } = segment;
    if (bridge)
      picture.bars.push({
        key: `${name} ${bridge.ifname}`,
        x: left,
        y: y + height - barHeight,
        width: segment.width,
        text: named(bridge),
        isDown: !bridge.isUp,
      });
    (segment.perRow ? hangInRows : hang)(segment, name, left, y + height, picture, ends);
    left += segment.width + between;
  }
  return box;
}

/** What hangs below a segment of a node: `x` is its left end, `y` the lower edge. */
function hang(segment: SizedSegment, name: string, x: number, y: number, picture: Picture, ends: Ends): void {
  const total = segment.columns.reduce((sum, { width }) => sum + width + between, -between);
  let left = x + (segment.width - total - (segment.alike.length ? restWidth + between : 0)) / 2;
  for (const { link, width, child } of segment.columns) {
    const at = { x: left + width / 2, y };
    const pin = pinOf(link, name, at, link.peer === "elsewhere" ? `${named(link)} ══ ?` : named(link));
    picture.pins.push(pin);
    ends.set(pin.key, pin);
    if (child) {
      const box = place(child, left + (width - child.width) / 2, y + below, picture, ends);
      // the cable ends in the middle of what may be wider below than the column that it comes from
      join(link, name, child, `M${at.x} ${y}V${box.y}`, { x: at.x, y: box.y }, picture, ends);
    } else if (link.peer === "elsewhere")
      picture.wires.push({
        key: `${pin.key} ?`,
        path: `M${at.x} ${y}V${y + below / 2}`,
        isDown: true,
        details: `${named(link)} ══ ?`,
      });
    left += width + between;
  }
  if (segment.alike.length) rest(segment, left, y, y, picture);
}

/** Leaves in rows below each other: their cables lead down at the left of each column, those of the last row outermost. */
function hangInRows(segment: SizedSegment, name: string, x: number, y: number, picture: Picture, ends: Ends): void {
  const rows = rowsOf(segment.columns, segment.perRow!);
  let top = y + below / 2;
  for (const [row, cells] of rows.entries()) {
    const height = Math.max(...cells.map(({ child }) => child?.boxHeight ?? 20));
    for (const [column, { link, width, child }] of cells.entries()) {
      const left = x + column * width + rows.length * trunk;
      const from = left - (row + 1) * trunk;
      const middle = top + 14;
      const pin = pinOf(link, name, { x: from, y }, child ? undefined : named(link));
      picture.pins.push(pin);
      ends.set(pin.key, pin);
      if (!child) continue;
      place(child, left, top, picture, ends);
      join(link, name, child, `M${from} ${y}V${middle}H${left}`, { x: left, y: middle }, picture, ends);
    }
    top += height + between;
  }
  if (segment.alike.length) rest(segment, x + (rows.length + 1) * trunk, y, top - below, picture);
}

/** One box for all that look alike. */
function rest({ alike, bridge }: SizedSegment, x: number, from: number, y: number, picture: Picture): void {
  const names = alike.map(({ link, child }) => child?.node.name ?? link.ifname);
  const text = `${names.length} alike at ${bridge?.ifname ?? "cables"}`;
  const key = `${names[0]} …`;
  const isDown = alike.some(({ link }) => !link.hasCarrier);
  picture.wires.push({ key: `${key} ══`, path: `M${x - trunk} ${from}V${y + below + 14}H${x}`, isDown, details: text });
  picture.boxes.push({
    key,
    kind: "rest",
    x,
    y: y + below,
    width: restWidth,
    height: 50,
    title: `${names[0]} … ${names.at(-1)}`,
    lines: [{ key, text, kind: "mark" }],
    details: names.join(", "),
  });
}

const pinOf = (link: DrawnLink, node: string, { x, y }: { x: number; y: number }, text?: string): Pin => ({
  key: `${node} ${link.ifname}`,
  x,
  y,
  ...(text !== undefined && { text }),
  isDown: !link.isUp,
});

function join(
  link: DrawnLink,
  name: string,
  { branch }: Sized,
  path: string,
  end: { x: number; y: number },
  picture: Picture,
  ends: Ends,
): void {
  const uplink = branch.uplink!;
  const pin = pinOf(uplink, branch.node.name, end);
  picture.pins.push(pin);
  ends.set(pin.key, pin);
  picture.wires.push({
    key: `${name} ${link.ifname} ══ ${pin.key}`,
    path,
    isDown: !link.hasCarrier || !uplink.hasCarrier,
    details: `${name} ${named(link)} ══ ${branch.node.name} ${named(uplink)}`,
  });
}

/** A cable that is no branch of the tree: a bow below both its ends. */
function joinAcross({ from, to }: Cable, picture: Picture, ends: Ends): void {
  const [one, other] = [from, to].map(({ node, ifname }) => ends.get(`${node} ${ifname}`));
  if (!one || !other) return; // an end is among those that are drawn as one
  const bottom = Math.max(one.y, other.y) + below * 0.8;
  picture.wires.push({
    key: `${one.key} ══ ${other.key}`,
    path: `M${one.x} ${one.y}C${one.x} ${bottom} ${other.x} ${bottom} ${other.x} ${other.y}`,
    isDown: one.isDown || other.isDown,
    details: `${one.key} ══ ${other.key}`,
  });
}
