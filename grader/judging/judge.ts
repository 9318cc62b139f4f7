// One file of checks against one world, as TAP.

import { Excess } from "../../harness/kernel/excess.ts";
import { fieldOf } from "../../harness/probe/field.ts";
import { valuesOf } from "../../harness/student/values.ts";
import type { Language } from "../../harness/text/language.ts";
import { openWorld, type World } from "../../harness/world/nodes.ts";
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
  const world = openOrExcess(pid);
  try {
    const ways: Ways = { sent: new Map(), lost: new Map() };
    const points = runChecks(checks, byName(world), fieldOf(world instanceof Excess ? [] : world.nodes), ways);
    for (const [index, point] of points.entries()) write(tapPoint(await point, index + 1));
    const first = (all: Ways["sent"]) => checks.map((check) => all.get(check)).find(Boolean);
    const way = first(ways.lost) ?? first(ways.sent);
    if (evidence) write(tapEvidence(await evidenceOf(world, way, evidence)));
  } finally {
    if (!(world instanceof Excess)) world.close();
  }
}

/** A world that is too large to be looked at is a finding of each check. */
function openOrExcess(pid: number): World | Excess {
  try {
    return openWorld(pid);
  } catch (error) {
    if (error instanceof Excess) return error;
    throw error;
  }
}

/** The nodes as a record in which a name that is not there throws: that is a finding, not a crash. */
function byName(world: World | Excess): Nodes {
  const all: Nodes = Object.create(null);
  if (!(world instanceof Excess)) for (const node of world.nodes) Object.assign(all, { [node.name]: node });
  return new Proxy(all, {
    get(_, name: string) {
      if (world instanceof Excess) throw world;
      if (!(name in all)) throw new MissingNode(name, world.strange.get(name));
      return all[name];
    },
  });
}
