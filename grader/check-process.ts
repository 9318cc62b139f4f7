// Runs one file of checks against one world and prints TAP: a process of its own, so that whatever a check does ends with it.
// bun grader/check-process.ts FILE PID [HALF]

import { leaveWith } from "../harness/error.ts";
import type { KernelNode } from "../harness/kernel/node.ts";
import { openWorld } from "../harness/world/nodes.ts";
import { type Check, MissingNode, type Nodes } from "./check.ts";
import { runChecks } from "./run-checks.ts";
import { tapHead, tapPoint } from "./tap-write.ts";

process.on("uncaughtException", leaveWith);
const [file = "", pid = "", half] = process.argv.slice(2);
const { default: found } = await import(file);
const checks: Check[] = half ? found(JSON.parse(half)) : found;
process.stdout.write(tapHead(checks));
const points = runChecks(checks, byName(openWorld(pid).nodes));
for (const [index, point] of points.entries()) process.stdout.write(tapPoint(await point, index + 1));
process.exit(0);

/** The nodes as a record in which a name that is not there throws: that is a finding, not a crash. */
function byName(nodes: KernelNode[]): Nodes {
  return new Proxy({} as Nodes, {
    get(_, name: string) {
      const node = nodes.find((candidate) => candidate.name === name);
      if (!node) throw new MissingNode(name);
      return node;
    },
    has: (_, name) => nodes.some((candidate) => candidate.name === name),
  });
}
