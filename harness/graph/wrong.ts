// What is wrong in a world, in its picture: by place, never by what would be right.

import type { DrawnLink, DrawnNode } from "./world.ts";

/** A node, and a link of it where it is that link. */
export type WrongPlace = { node: string; ifname?: string | undefined };

/** Nodes to draw, and the class of what is marked in them, by its key. */
export type Marked = { nodes: DrawnNode[]; marked: Map<string, string> };

/** The class "wrong" for every place: a link wherever it is drawn, with its cable; else the node. What is not there is added, as "missing". */
export function withWrong({ nodes, marked }: Marked, places: readonly WrongPlace[]): Marked {
  const drawn = new Map(nodes.map((node) => [node.name, node]));
  const classes = new Map(marked);
  for (const { node: name, ifname } of places) {
    const known = drawn.get(name);
    const node = known ?? emptyNode(name);
    const lacks = ifname !== undefined && !node.links.some((link) => link.ifname === ifname);
    const now = lacks ? { ...node, links: [...node.links, lost(ifname)] } : node;
    drawn.set(name, now);
    for (const key of keysOf(now, ifname))
      if (!classes.has(key)) classes.set(key, known && !lacks ? "wrong" : "missing");
  }
  return { nodes: [...drawn.values()], marked: classes };
}

/** A link that is not there. */
export const lost = (ifname: string): DrawnLink => ({
  ifname,
  ifindex: 0,
  isUp: false,
  hasCarrier: false,
  addresses: [],
  isMissing: true,
});

/** A node that is not there. */
export const emptyNode = (name: string): DrawnNode => ({
  name,
  links: [],
  routes: ["missing"],
  forwards: false,
  rules: [],
});

function keysOf({ name, links }: DrawnNode, ifname: string | undefined): string[] {
  const link = links.find((each) => each.ifname === ifname);
  if (!link) return [name];
  const own = `${name} ${link.ifname}`;
  if (typeof link.peer !== "object") return [own, `${own} ?`];
  const far = `${link.peer.node} ${link.peer.ifname}`;
  return [own, `${own} ══ ${far}`, `${far} ══ ${own}`];
}
