// A picture without its colours: boxes, bars, pins and wires, in pixels. Each has a key, the same as long as it is the
// same thing in the kernel, so that two pictures can be compared.

import type { Line } from "./content.ts";

export type Box = {
  key: string;
  kind: "host" | "node" | "rest";
  x: number;
  y: number;
  width: number;
  height: number;
  title: string;
  lines: Line[];
  details: string;
};

/** A bridge, at the lower edge of its node. */
export type Bar = { key: string; x: number; y: number; width: number; text: string; isDown: boolean };

/** A link at the edge of a box or bar; `text` where it is named there. */
export type Pin = { key: string; x: number; y: number; text?: string; isDown: boolean };

/** A cable; `path` as SVG's paths are written. Down where either end is. */
export type Wire = { key: string; path: string; isDown: boolean; details: string };

export type Picture = { width: number; height: number; boxes: Box[]; bars: Bar[]; pins: Pin[]; wires: Wire[] };

export const emptyPicture = (): Picture => ({ width: 0, height: 0, boxes: [], bars: [], pins: [], wires: [] });
