// Grading one lab's world: each of its check files is a process that prints TAP.

import { failuresBetween, readShared, type Shared } from "../../harness/kernel/shared.ts";
import type { Language } from "../../harness/text/language.ts";
import type { Graded } from "../judging/judge.ts";
import { type Circumstance, isBurden } from "../tap/circumstance.ts";
import type { TapRun } from "../tap/read.ts";
import type { TestPoint } from "../tap/test-point.ts";
import { wholeIn } from "../tap/whole.ts";
import { type CheckFile, checkFiles, isOfExercise } from "./catalogue.ts";
import type { Checkers } from "./checkers.ts";
import { blamed, doubted, isDoubtful } from "./doubt.ts";
import { checkEnvironment, entering } from "./entering.ts";
import type { LabGrade } from "./lab-grade.ts";
import { endOf, milliseconds } from "./timeout.ts";
import { truthsOf } from "./truths.ts";

export type GradeOptions = {
  /** Seconds that each check process may take. */
  timeout: number;
  /** Whose values to grade for; without one, the notes'. */
  student?: string | undefined;
  /** Gather the evidence too, in this language. */
  evidence?: Language;
  /** By which files; by default those of the lab. With those of its exercise, its questions are asked in a starting point. */
  files?: CheckFile[];
  /** Are other worlds graded beside it? Then what is doubtful is not asked again at once. */
  isCrowded?: boolean;
  /** How often what was lost while the machine failed is asked at most. */
  attempts?: number;
  /** Reads what all worlds of the machine share. */
  readShared?: () => Shared;
  /** Check processes that are there already, for root's worlds or for this one; see checkers.ts. */
  checkers?: Checkers | undefined;
  /** Hears, by those check processes, of each test point as soon as it is known. */
  hear?: ((point: TestPoint) => void) | undefined;
};

/**
 * Grades the world that the process with the pid anchors. What was lost while something failed that all worlds of the machine share
 * is asked again, unless it was this world that made it fail.
 */
export async function gradeWorld(lab: string, pid: number, options: GradeOptions): Promise<LabGrade> {
  const { isCrowded = false, attempts = isCrowded ? 1 : 3, readShared: read = readShared } = options;
  for (let attempt = 1; ; attempt++) {
    const before = read();
    const grade = await gradeOnce(lab, pid, options);
    const failures = failuresBetween(before, read());
    const burden = isCrowded ? undefined : await burdenOf(grade, pid, failures);
    if (burden) return await byBurden(grade, burden);
    if (!failures.length || !grade.checks.some(isDoubtful)) return grade;
    if (attempt >= attempts) return { ...grade, checks: doubted(grade.checks, failures) };
  }
}

/** What the world does to all, where it does. Checks that were not run to their end cannot say; the storm goes on. */
async function burdenOf({ circumstances, complaints }: LabGrade, pid: number, failures: string[]) {
  const burden = circumstances?.find(
    (circumstance) => circumstance.what === "storm" || (failures.length > 0 && isBurden(circumstance)),
  );
  if (burden || !complaints.length) return burden;
  const { stormsAmong } = await import("./storm.ts");
  return (await stormsAmong([pid])).get(pid);
}

/** With nothing else beside it, what a world does to all falls on itself. */
async function byBurden(grade: LabGrade, burden: Circumstance): Promise<LabGrade> {
  const { circumstanceOf } = await import("../words/of-circumstances.ts");
  return {
    ...grade,
    circumstances: grade.circumstances ?? [burden],
    checks: blamed(grade.checks, circumstanceOf(burden, "en")),
    complaints: [],
  };
}

async function gradeOnce(lab: string, pid: number, options: GradeOptions): Promise<LabGrade> {
  const { student, files = checkFiles(lab) } = options;
  const asked = await truthsOf(lab, files, options);
  const runs = await Promise.all(files.map((file) => run(file, { lab, pid, student, ...asked }, options)));
  const circumstances = runs.flatMap((run) => run.circumstances);
  const checks = withCircumstances(
    runs.flatMap((run) => run.points),
    circumstances,
  );
  const evidence = runs.find((run) => run.evidence)?.evidence;
  return {
    lab,
    ...(student === undefined ? {} : { student }),
    ...(files.some(isOfExercise) && { exercise: true as const }),
    score: total(checks.map((point) => point.points)),
    maxScore: total(checks.map((point) => point.maxPoints)),
    checks,
    ...(evidence && { evidence }),
    ...(circumstances.length && { circumstances }),
    complaints: [
      ...(asked.complaint ? [asked.complaint] : []),
      ...(files.length ? [] : [`Cannot grade lab "${lab}": grader/checks has no file for it`]),
      ...runs.flatMap((run) => run.complaint ?? []),
    ],
  };
}

/** The test points of what is only read in the world, by check processes that are there already; nothing is sent. */
export async function glanceAt(lab: string, pid: number, options: GradeOptions & { checkers: Checkers }) {
  const { student, timeout, checkers, files = checkFiles(lab) } = options;
  const asked = await truthsOf(lab, files, options);
  const points: TestPoint[] = [];
  const own = files.filter(({ isExecutable }) => !isExecutable);
  const request = { lab, pid, student, ...asked, early: "read" as const };
  await Promise.all(
    own.map(({ path, half }) => checkers.judge({ file: path, half, ...request }, timeout, (p) => points.push(p))),
  );
  return points;
}

async function run(
  file: CheckFile,
  graded: Graded,
  { timeout, evidence, checkers, hear }: GradeOptions,
): Promise<TapRun> {
  if (checkers && !file.isExecutable && (graded.student === undefined || checkers.knowsStudent)) {
    const early = hear && "probed";
    const said = await checkers.judge({ file: file.path, ...graded, half: file.half, evidence, early }, timeout, hear);
    if (said) return said;
  }
  const child = Bun.spawn(entering(file, { ...graded, evidence }), {
    stdio: ["ignore", "pipe", "pipe"],
    env: checkEnvironment(file),
    timeout: milliseconds(timeout),
    killSignal: "SIGKILL",
  });
  const said = Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  await child.exited;
  // what it started ends with it; where it was killed while it did so, that may hold the pipes for longer
  const [stdout, stderr] = (await Promise.race([said, Bun.sleep(lingering)])) ?? ["", ""];
  const whole = file.isExecutable ? undefined : wholeIn(stdout);
  if (whole) return whole;
  const { readTap } = await import("../tap/read.ts");
  const last = stderr.trim().split("\n").at(-1);
  const how = endOf(child, timeout);
  return readTap(stdout, file.name, last ? `${how}: ${last}` : how);
}

const lingering = 1000; // ms

/** Every report tells them with the first check that did not pass. */
function withCircumstances(points: TestPoint[], circumstances: Circumstance[]): TestPoint[] {
  const first = points.findIndex(({ outcome }) => outcome === "fail" || outcome === "error");
  return circumstances.length
    ? points.map((point, at) => (at === first ? { ...point, circumstances } : point))
    : points;
}

const total = (numbers: number[]): number => numbers.reduce((sum, number) => sum + number, 0);
