// Runs one file of checks against one world and prints TAP: a process of its own, so that whatever a check does ends with it.
// bun grader/check-process.ts FILE PID LAB [STUDENT]

import { leaveWith } from "../harness/error.ts";
import type { KernelNode } from "../harness/kernel/node.ts";
import { valuesOf } from "../harness/student/values.ts";
import { openWorld } from "../harness/world/nodes.ts";
import { MissingNode, type Nodes } from "./check.ts";
import { checksOf } from "./checks-of.ts";
import { evidenceMark, evidenceOf } from "./evidence.ts";
import { runChecks } from "./run-checks.ts";
import { tapEvidence, tapHead, tapPoint } from "./tap-write.ts";

process.on("uncaughtException", leaveWith);
const [file = "", pid = "", lab = "", student] = process.argv.slice(2);
const checks = await checksOf(file, valuesOf(lab, student));
process.stdout.write(tapHead(checks));
const { nodes } = openWorld(pid);
const points = runChecks(checks, byName(nodes));
for (const [index, point] of points.entries()) process.stdout.write(tapPoint(await point, index + 1));
if (process.env[evidenceMark]) process.stdout.write(tapEvidence(evidenceOf(nodes)));
process.exit(0);

/** The nodes as a record in which a name that is not there throws: that is a finding, not a crash. */
function byName(nodes: KernelNode[]): Nodes {
  const all: Nodes = Object.assign(Object.create(null), Object.fromEntries(nodes.map((node) => [node.name, node])));
  return new Proxy(all, {
    get(_, name: string) {
      if (!(name in all)) throw new MissingNode(name);
      return all[name];
    },
  });
}
