// What there is to say about a world besides its checks.

import { calm, countTraffic } from "../../harness/kernel/traffic.ts";
import type { OpenWorld } from "../../harness/world/nodes.ts";
import type { Circumstance } from "../tap/circumstance.ts";

const few = 300; // neighbours: the machine's table has room for 1,024, unless somebody has raised it
const heldForGood = ["PERMANENT", "NOARP"]; // these have no part in the table's limit: neigh_alloc() in net/core/neighbour.c

/** Begins to look; gives what there is to say at the end. */
export function openCircumstances({ nodes }: OpenWorld): () => Circumstance[] {
  const traffic = countTraffic(nodes);
  return () => {
    const now = traffic();
    const distinct = [...new Map(nodes.map((node) => [node.inode, node])).values()];
    const entries = distinct.reduce((all, node) => all + passing(node), 0);
    const namesake = nodes.find(({ name }) => name === "netns:host");
    return [
      ...(now && now.all > calm ? [{ what: "storm" as const, ...now }] : []),
      ...(entries > few ? [{ what: "neighbours" as const, entries }] : []),
      ...(namesake ? [{ what: "named-host" as const, node: namesake.name }] : []),
    ];
  };
}

const passing = (node: OpenWorld["host"]): number =>
  node.neighbours().value.filter(({ state }) => !state.some((one) => heldForGood.includes(one))).length;
