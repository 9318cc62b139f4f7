// One file of checks against one world, as TAP.

import { type Hidden, tellsPlaces } from "../../harness/graph/hidden.ts";
import type { Half } from "../../harness/ground/half.ts";
import { Excess } from "../../harness/kernel/excess.ts";
import { fieldOf } from "../../harness/probe/field.ts";
import { valuesOf } from "../../harness/student/values.ts";
import type { Language } from "../../harness/text/language.ts";
import { namelessInWords } from "../../harness/world/nameless.ts";
import { type OpenWorld, openWorld } from "../../harness/world/nodes.ts";
import type { TestPoint } from "../tap/test-point.ts";
import { tapWhole, type Whole } from "../tap/whole.ts";
import { tapCircumstances, tapEarly, tapEvidence, tapHead, tapPoint } from "../tap/write.ts";
import type { Answers, Check } from "../vocabulary/check.ts";
import { MissingNode, type NodeName, type Nodes } from "../vocabulary/check.ts";
import { checksOf } from "./checks-of.ts";
import { openCircumstances } from "./circumstances.ts";
import { type Hear, runChecks, type Ways } from "./run-checks.ts";

/** What a check process judges: the world that the process with the pid anchors, by a student's values, or one half of a lab. */
export type Graded = {
  lab: string;
  pid: number;
  student?: string | undefined;
  half?: Half | undefined;
  /** Of an exercise: what is right in its questions, by the check's id. */
  truths?: Record<string, Answers> | undefined;
  /** Of an exercise: what is asked, and so the evidence does not show. */
  hides?: Hidden | undefined;
  /** It is a starting point that nobody has touched: its questions are asked, and what is right is printed as JSON. */
  isStart?: boolean | undefined;
};

export type Request = Graded & {
  /** The file of checks. */
  file: string;
  /** The evidence too, in this language. */
  evidence?: Language | undefined;
  /** Say each test point as soon as it is there: "probed", or "read" alone, and then nothing is sent. */
  early?: "read" | "probed" | undefined;
  /** Say all of it in one line alone. */
  isBrief?: boolean | undefined;
};

/** Asks the questions of a file in the world, which is a starting point that nobody has touched: what is right, by the check's id. */
export async function measure({ file, pid, lab, student }: Request): Promise<Record<string, Answers>> {
  const checks = await checksOf(file, valuesOf(lab, student));
  const world = openWorld(pid);
  try {
    const truths: Record<string, Answers> = {};
    // one after the other: a question about what is learnt must not hear another's frames
    for (const { id, truth } of checks) if (truth) truths[id] = await truth(byName(world));
    return truths;
  } finally {
    world.close();
  }
}

/** Runs the checks, and writes each test point as soon as it is there. Lets go of the world at the end. */
export async function judge(
  { file, pid, lab, student, half, evidence, truths, hides, early, isBrief }: Request,
  write: (text: string) => void,
) {
  const checks = await checksOf(file, valuesOf(lab, student), half);
  const hear = early && ((point: TestPoint) => write(tapEarly(point)));
  if (early === "read") return glance(checks, pid, truths, hear!);
  const tell = isBrief ? () => {} : write;
  tell(tapHead(checks));
  const world = openOrExcess(pid);
  try {
    const circumstances = world instanceof Excess ? async () => [] : openCircumstances(world);
    const ways: Ways = { sent: new Map(), lost: new Map(), ...(tellsPlaces(hides) && { abouts: new Map() }) };
    const points = runChecks(checks, byName(world), fieldOf(world instanceof Excess ? [] : world.nodes), ways, truths, {
      hear,
    });
    for (const [index, point] of points.entries()) tell(tapPoint(await point, index + 1));
    const whole: Whole = { points: await Promise.all(points), circumstances: await circumstances() };
    tell(tapCircumstances(whole.circumstances));
    const first = (all: Ways["sent"]) => checks.map((check) => all.get(check)).find((way) => way && !way.flow);
    const way = first(ways.lost) ?? first(ways.sent); // pings: no other packet can be walked
    if (evidence) {
      const { gatherEvidence } = await import("./evidence.ts"); // only who wants it pays for it
      whole.evidence = await gatherEvidence(world, way, evidence, hides);
      tell(tapEvidence(whole.evidence));
    }
    write(tapWhole(whole));
  } finally {
    if (!(world instanceof Excess)) world.close();
  }
}

/** Runs the checks as far as they only read: those that would send something wait for a turn that never comes. */
async function glance(checks: Check[], pid: number, truths: Request["truths"], hear: Hear): Promise<void> {
  const world = openOrExcess(pid);
  const never = () => new Promise<never>(() => {});
  let isOver = false;
  try {
    const field = { ...fieldOf(world instanceof Excess ? [] : world.nodes), ask: never, turn: never };
    runChecks(checks, byName(world), { ...field, anew: () => field }, undefined, truths, {
      hear: (point) => isOver || hear(point),
      settling: 0,
    });
    await Bun.sleep(0); // what only reads has been read when this is told
  } finally {
    isOver = true;
    if (!(world instanceof Excess)) world.close();
  }
}

/** A world that is too large to be looked at is a finding of each check. */
function openOrExcess(pid: number): OpenWorld | Excess {
  try {
    return openWorld(pid);
  } catch (error) {
    if (error instanceof Excess) return error;
    throw error;
  }
}

/** What there is in place of a node that is not there: something else at its name, or a network namespace without one. */
function instead({ host, nodes, strange }: OpenWorld, name: string): string {
  const what = strange.get(name);
  const nameless = namelessInWords(host, nodes);
  return [
    what === undefined ? "none" : `the file /run/netns/${name} is there, but ${what}`,
    ...(nameless.length ? [`there is one without a name: ${nameless.slice(0, 3).join("; ")}`] : []),
  ].join("; ");
}

/** The nodes as a record in which a name that is not there throws: that is a finding, not a crash. */
function byName(world: OpenWorld | Excess): Nodes {
  const all: Nodes = Object.create(null);
  if (!(world instanceof Excess)) for (const node of world.nodes) Object.assign(all, { [node.name]: node });
  return new Proxy(all, {
    get(_, name: string) {
      if (world instanceof Excess) throw world;
      if (!(name in all)) throw new MissingNode(name, instead(world, name));
      return all[name as NodeName];
    },
  });
}
