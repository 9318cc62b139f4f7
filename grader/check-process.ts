// Runs one file of checks against one world and prints TAP: a process of its own, so that whatever a check does ends with it.
// bun grader/check-process.ts FILE PID LAB [OPTIONS]   OPTIONS: a student and a half, as JSON

import { leaveWith } from "../harness/error.ts";
import type { KernelNode } from "../harness/kernel/node.ts";
import { valuesOf } from "../harness/student/values.ts";
import { languageOf } from "../harness/text/language.ts";
import { openWorld } from "../harness/world/nodes.ts";
import { MissingNode, type Nodes } from "./check.ts";
import { checksOf } from "./checks-of.ts";
import type { Graded } from "./entering.ts";
import { evidenceMark, evidenceOf } from "./evidence.ts";
import { runChecks, type Ways } from "./run-checks.ts";
import { tapEvidence, tapHead, tapPoint } from "./tap-write.ts";

process.on("uncaughtException", leaveWith);
const [file = "", pid = "", lab = "", options = "{}"] = process.argv.slice(2);
const { student, half }: Pick<Graded, "student" | "half"> = JSON.parse(options);
const checks = await checksOf(file, valuesOf(lab, student), half);
process.stdout.write(tapHead(checks));
const { nodes } = openWorld(pid);
const ways: Ways = { sent: new Map(), lost: new Map() };
const points = runChecks(checks, byName(nodes), ways);
for (const [index, point] of points.entries()) process.stdout.write(tapPoint(await point, index + 1));
const language = process.env[evidenceMark];
if (language) {
  const way =
    checks.map((check) => ways.lost.get(check)).find(Boolean) ??
    checks.map((check) => ways.sent.get(check)).find(Boolean);
  process.stdout.write(tapEvidence(await evidenceOf(nodes, way, languageOf(language))));
}
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
