// One file of checks against one world, as TAP.

import type { KernelNode } from "../../harness/kernel/node.ts";
import { valuesOf } from "../../harness/student/values.ts";
import type { Language } from "../../harness/text/language.ts";
import { openWorld } from "../../harness/world/nodes.ts";
import type { Graded } from "../grading/entering.ts";
import { tapEvidence, tapHead, tapPoint } from "../tap/write.ts";
import { MissingNode, type Nodes } from "../vocabulary/check.ts";
import { checksOf } from "./checks-of.ts";
import { evidenceOf } from "./evidence.ts";
import { runChecks, type Ways } from "./run-checks.ts";

export type Request = Graded & {
  /** The file of checks. */
  file: string;
  /** The evidence too, in this language. */
  evidence?: Language | undefined;
};

/** Runs the checks, and writes each test point as soon as it is there. Lets go of the world at the end. */
export async function judge({ file, pid, lab, student, half, evidence }: Request, write: (text: string) => void) {
  const checks = await checksOf(file, valuesOf(lab, student), half);
  write(tapHead(checks));
  const { nodes } = openWorld(pid);
  const ways: Ways = { sent: new Map(), lost: new Map() };
  const points = runChecks(checks, byName(nodes), ways);
  for (const [index, point] of points.entries()) write(tapPoint(await point, index + 1));
  if (evidence) {
    const first = (all: Ways["sent"]) => checks.map((check) => all.get(check)).find(Boolean);
    write(tapEvidence(await evidenceOf(nodes, first(ways.lost) ?? first(ways.sent), evidence)));
  }
  for (const node of nodes) node.close();
}

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
