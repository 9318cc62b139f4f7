import { readdirSync } from "node:fs";
import { nodesOf } from "../../harness/world/enter.ts";
import { find } from "../../harness/world/registry.ts";

/** The nodes of the lab where it is up; in one of the lab's shells, those that are seen from there. */
export function nodesOfLab(lab: string): string[] {
  try {
    const world = find(lab);
    if (world) return nodesOf(world);
    return process.env.CNL_SHELL_NODE === undefined ? [] : ["host", ...readdirSync("/run/netns").sort()];
  } catch {
    return []; // a world that this user may not look at, or that is ending
  }
}
