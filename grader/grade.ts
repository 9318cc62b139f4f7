// Grading one lab's world: each of its check files is a process that prints TAP.

import { toolPath } from "../harness/world/paths.ts";
import { type CheckFile, checkFiles } from "./catalogue.ts";
import { entering, type Graded } from "./entering.ts";
import type { ScriptRun } from "./script.ts";
import { readTap } from "./tap-read.ts";
import type { TestPoint } from "./test-point.ts";

export type LabGrade = {
  lab: string;
  student?: string;
  score: number;
  maxScore: number;
  checks: TestPoint[];
  /** Of a submission: how its script ran. */
  script?: ScriptRun;
  /** For those who were not there: what the kernel had, as text, and one ping with every frame. */
  evidence?: { state: string; walk?: string };
  /** What went wrong with the grading itself. */
  complaints: string[];
};

/** Grades the world that the process with the pid anchors, with a student's values; a check process may take `timeout` seconds. */
export async function gradeWorld(
  lab: string,
  pid: number,
  timeout: number,
  files: CheckFile[] = checkFiles(lab),
  student?: string,
): Promise<LabGrade> {
  const runs = await Promise.all(files.map((file) => run(file, { lab, pid, student }, timeout)));
  const checks = runs.flatMap((run) => run.points);
  return {
    lab,
    ...(student === undefined ? {} : { student }),
    score: total(checks.map((point) => point.points)),
    maxScore: total(checks.map((point) => point.maxPoints)),
    checks,
    complaints: [
      ...(files.length ? [] : [`Cannot grade lab "${lab}": grader/checks has no file for it`]),
      ...runs.flatMap((run) => run.complaint ?? []),
    ],
  };
}

async function run(file: CheckFile, graded: Graded, timeout: number) {
  const child = Bun.spawn(entering(file, graded), {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PATH: toolPath },
    timeout: timeout * 1000,
    killSignal: "SIGKILL",
  });
  const [stdout, stderr] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  const said = stderr.trim().split("\n").at(-1);
  const how =
    child.signalCode === "SIGKILL"
      ? `it was ended after ${timeout} s`
      : `it ended with ${child.signalCode ?? `status ${child.exitCode}`}`;
  return readTap(stdout, file.name, said ? `${how}: ${said}` : how);
}

const total = (numbers: number[]): number => numbers.reduce((sum, number) => sum + number, 0);
