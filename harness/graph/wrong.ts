// What is wrong in a world, in its picture: by place, never by what would be right.

import type { DrawnNode } from "./world.ts";

/** A node, and a link of it where it is that link. */
export type WrongPlace = { node: string; ifname?: string | undefined };

/** The class "wrong" by the keys of what has it: a link at every place where it is drawn, with its cable; else the node. */
export function namedWrong(nodes: readonly DrawnNode[], places: readonly WrongPlace[]): Map<string, string> {
  return new Map(places.flatMap((place) => keysOf(nodes, place)).map((key) => [key, "wrong"]));
}

function keysOf(nodes: readonly DrawnNode[], { node, ifname }: WrongPlace): string[] {
  const link = nodes.find(({ name }) => name === node)?.links.find((each) => each.ifname === ifname);
  if (!link) return [node];
  const own = `${node} ${link.ifname}`;
  if (typeof link.peer !== "object") return [own, `${own} ?`];
  const far = `${link.peer.node} ${link.peer.ifname}`;
  return [own, `${own} ══ ${far}`, `${far} ══ ${own}`];
}

/** With a node of its own, empty, for each that is looked for and is not there. */
export function withMissing(nodes: readonly DrawnNode[], places: readonly WrongPlace[]): DrawnNode[] {
  const there = new Set(nodes.map(({ name }) => name));
  const missing = [...new Set(places.map(({ node }) => node))].filter((name) => !there.has(name));
  const empty = { links: [], routes: ["missing"], forwards: false, rules: [] };
  return [...nodes, ...missing.map((name) => ({ name, ...empty }))];
}
