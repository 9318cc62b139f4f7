// What an exercise asks, and so no picture, table or story shows while it is open. A shell shows it: that is how it is found out.

import { isIn } from "../kernel/prefix.ts";
import type { DrawnNode } from "./world.ts";

export type Hidden = {
  /** Where cables lead. */
  cables?: boolean;
  /** What these nodes have: of each there is a name, and its cables to the others. */
  nodes?: readonly string[];
  /** Which way a ping takes: of any, or of one to these subnets. */
  walks?: true | readonly string[];
  /** Why a ping is lost. */
  reasons?: boolean;
};

/** Would the story of a ping between these tell what is asked? */
export function isHiddenWalk(
  { walks = [], nodes = [] }: Hidden,
  ends: (string | undefined)[],
  address: string,
): boolean {
  if (walks === true || ends.some((end) => end !== undefined && nodes.includes(end))) return true;
  return walks.some((subnet) => isIn(address, subnet));
}

/** May it be told why a ping is lost? The reason names a place on its way. */
export const tellsReasons = ({ reasons, walks }: Hidden): boolean => !reasons && walks !== true;

/** May it be told where something is that was looked for elsewhere? */
export const tellsPlaces = (hidden: Hidden = {}): boolean =>
  tellsReasons(hidden) && !hidden.cables && !hidden.nodes?.length;

/** The world without what these nodes have. */
export function withoutNodes(world: DrawnNode[], { nodes = [] }: Hidden): DrawnNode[] {
  if (!nodes.length) return world;
  return world.map((node) => {
    if (!nodes.includes(node.name)) return node;
    const links = node.links
      .filter(({ peer }) => typeof peer === "object" && !nodes.includes(peer.node))
      .map(({ mac, mtu, ...link }) => ({ ...link, addresses: [] }));
    return { name: node.name, links, routes: [], forwards: false, rules: [] };
  });
}
