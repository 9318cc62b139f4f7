// How big everything is in a picture, from the leaves up.

import { type Line, lineHeight, linesOf, named, widthOf, widthOfTitle } from "./content.ts";
import { folded } from "./fold.ts";
import type { Branch, Column, Segment } from "./tree.ts";
import type { DrawnLink } from "./world.ts";

export const padding = 10; // px, within a box
export const between = 22; // beside each other
export const below = 60; // from a box to what hangs on it: the cable's name stands there
export const trunk = 9; // from one cable to the next where several lead down beside a column of boxes
export const barHeight = 24;
export const restWidth = 200; // of the box for all that are alike
const inARow = 5; // more than so many leaves at a bridge stand in several rows

export type Sized = {
  branch: Branch;
  lines: Line[];
  boxWidth: number;
  boxHeight: number;
  /** With all that hangs on it. */
  width: number;
  height: number;
  segments: SizedSegment[];
};

export type SizedSegment = {
  bridge?: DrawnLink;
  width: number;
  height: number;
  columns: { link: DrawnLink; width: number; child?: Sized }[];
  /** Of leaves in several rows: how many in each. */
  perRow?: number;
  alike: Column[];
};

export function measured(branch: Branch, port?: DrawnLink): Sized {
  const lines = linesOf(branch, port);
  const segments = branch.segments.map(segmentOf);
  const spread = segments.reduce((sum, { width }) => sum + width, 0) + between * Math.max(0, segments.length - 1);
  const text = Math.max(widthOfTitle(branch.node.name), ...lines.map((line) => widthOf(line.text))) + 2 * padding;
  const boxWidth = Math.max(text, spread && spread + 2 * padding, 96);
  const base = segments.some(({ bridge }) => bridge) ? barHeight + padding : 0;
  const boxHeight = 26 + lines.length * lineHeight + (lines.length ? padding : 4) + base;
  const hanging = Math.max(0, ...segments.map(({ height }) => height));
  return { branch, lines, boxWidth, boxHeight, width: boxWidth, height: boxHeight + hanging, segments };
}

function segmentOf(segment: Segment): SizedSegment {
  const { bridge } = segment;
  const { columns, alike } = folded(segment);
  const isGrid = columns.length > inARow && columns.every(({ child }) => !child?.segments.length);
  // a cable comes down in the middle of its column, and its name stands to the right of it
  const sized = columns.map(({ link, child }) => {
    const size = child && measured(child, isGrid ? link : undefined);
    const label = isGrid && size ? 0 : 2 * (widthOf(named(link)) + 12);
    return { link, width: Math.max(size?.width ?? 0, label), ...(size && { child: size }) };
  });
  const own = bridge ? widthOf(named(bridge)) + 2 * padding : 0;
  const rest = alike.length ? [{ width: restWidth }] : [];
  if (isGrid) {
    const perRow = Math.min(inARow, Math.ceil(Math.sqrt(columns.length * 1.3)));
    const rows = Math.ceil(columns.length / perRow);
    const cell = Math.max(...sized.map(({ child, width }) => child?.width ?? width)) + rows * trunk + between;
    const heights = rowsOf(sized, perRow).map((row) => Math.max(...row.map(({ child }) => child?.boxHeight ?? 20)));
    const height = below + heights.reduce((sum, each) => sum + each + between, 0) + (alike.length ? 70 : 0);
    return {
      ...(bridge && { bridge }),
      width: Math.max(own, cell * perRow),
      height,
      columns: sized.map((each) => ({ ...each, width: cell })),
      perRow,
      alike,
    };
  }
  const all = [...sized, ...rest];
  const width = all.reduce((sum, each) => sum + each.width, 0) + between * Math.max(0, all.length - 1);
  const height = all.length ? below + Math.max(0, ...sized.map(({ child }) => child?.height ?? 0)) : 0;
  return { ...(bridge && { bridge }), width: Math.max(own, width), height, columns: sized, alike };
}

/** In groups of so many. */
export const rowsOf = <T>(all: readonly T[], perRow: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / perRow) }, (_, row) => all.slice(row * perRow, (row + 1) * perRow));
