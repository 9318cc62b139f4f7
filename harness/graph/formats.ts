// The forms a world can be drawn in, by the words of `graph --format`.

import { withAsked } from "./asked.ts";
import { dot } from "./dot.ts";
import { mermaid } from "./mermaid.ts";
import { svg } from "./svg.ts";
import { draw } from "./text.ts";
import type { DrawnNode } from "./world.ts";

export const formats = {
  text: (nodes: readonly DrawnNode[]) => draw(nodes),
  svg: (nodes: readonly DrawnNode[], title: string, asked: readonly DrawnNode[] = []) => {
    const { nodes: drawn, marked } = withAsked(nodes, asked);
    return svg(drawn, { title, marked });
  },
  dot: (nodes: readonly DrawnNode[], title: string) => dot(nodes, title),
  mermaid: (nodes: readonly DrawnNode[], title: string) => mermaid(nodes, title),
  json: (nodes: readonly DrawnNode[], title: string) => `${JSON.stringify({ schema: 1, title, nodes })}\n`,
};

export type Format = keyof typeof formats;
