import type { DrawnNode } from "../../harness/graph/world.ts";

/** What the judged world was like, for those who were not there. */
export type Evidence = {
  /** The world as a drawing, and what each node routes, forwards and filters. */
  state: string;
  /** The world as its picture needs it, where it is small enough to be kept. */
  world?: DrawnNode[];
  /** One ping, frame by frame. */
  walk?: string;
  /** The same as a picture: an SVG document. */
  picture?: string;
};
