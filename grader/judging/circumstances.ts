// What there is to say about a world besides its checks.

import { neighbourEntries } from "../../harness/kernel/shared.ts";
import { calm, countTraffic, type Traffic } from "../../harness/kernel/traffic.ts";
import type { OpenWorld } from "../../harness/world/nodes.ts";
import type { Circumstance } from "../tap/circumstance.ts";

const few = 300; // neighbours: the machine's table has room for 1,024, unless somebody has raised it
const heldForGood = ["PERMANENT", "NOARP"]; // these have no part in the table's limit: neigh_alloc() in net/core/neighbour.c

/** Begins to look; gives what there is to say at the end. */
export function openCircumstances({ nodes }: OpenWorld): () => Promise<Circumstance[]> {
  const traffic = countTraffic(nodes);
  return async () => {
    const storm = await lasting(traffic(), nodes);
    const distinct = [...new Map(nodes.map((node) => [node.inode, node])).values()];
    const isMore = (neighbourEntries() ?? Number.POSITIVE_INFINITY) > few; // in all worlds: mostly there are not so many
    const entries = isMore ? distinct.reduce((all, node) => all + passing(node), 0) : 0;
    const namesake = nodes.find(({ name }) => name === "netns:host");
    return [
      ...(storm ? [{ what: "storm" as const, ...storm }] : []),
      ...(entries > few ? [{ what: "neighbours" as const, entries }] : []),
      ...(namesake ? [{ what: "named-host" as const, node: namesake.name }] : []),
    ];
  };
}

const moment = 100; // ms

/** Of so much traffic, what goes on when no probe sends any more: in a short grading they alone may be as much. */
async function lasting(whole: Traffic | undefined, nodes: OpenWorld["nodes"]): Promise<Traffic | undefined> {
  if (!whole || whole.all <= calm) return undefined;
  const since = countTraffic(nodes);
  await Bun.sleep(moment);
  const now = since();
  return now && now.all > calm ? now : undefined;
}

const passing = (node: OpenWorld["host"]): number =>
  node.neighbours().value.filter(({ state }) => !state.some((one) => heldForGood.includes(one))).length;
