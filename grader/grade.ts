// Grading one lab's world: each of its check files is a process that prints TAP.

import { type CheckFile, checkFiles } from "./catalogue.ts";
import { entering } from "./entering.ts";
import { readTap } from "./tap-read.ts";
import type { TestPoint } from "./test-point.ts";

export type LabGrade = {
  lab: string;
  student?: string;
  score: number;
  maxScore: number;
  checks: TestPoint[];
  /** What went wrong with the grading itself. */
  complaints: string[];
};

/** Grades the world that the process with the pid anchors. */
export async function gradeWorld(lab: string, pid: number, timeout: number): Promise<LabGrade> {
  const files = checkFiles(lab);
  const runs = await Promise.all(files.map((file) => run(file, pid, timeout)));
  const checks = runs.flatMap((run) => run.points);
  return {
    lab,
    score: total(checks.map((point) => point.points)),
    maxScore: total(checks.map((point) => point.maxPoints)),
    checks,
    complaints: [
      ...(files.length ? [] : [`Cannot grade lab "${lab}": grader/checks has no file for it`]),
      ...runs.flatMap((run) => run.complaint ?? []),
    ],
  };
}

async function run(file: CheckFile, pid: number, timeout: number) {
  const process = Bun.spawn(entering(file, pid), {
    stdio: ["ignore", "pipe", "pipe"],
    timeout: timeout * 1000,
    killSignal: "SIGKILL",
  });
  const [stdout, stderr] = await Promise.all([
    new Response(process.stdout).text(),
    new Response(process.stderr).text(),
    process.exited,
  ]);
  const said = stderr.trim().split("\n").at(-1);
  const how =
    process.signalCode === "SIGKILL"
      ? `it was ended after ${timeout} s`
      : `it ended with ${process.signalCode ?? `status ${process.exitCode}`}`;
  return readTap(stdout, file.name, said ? `${how}: ${said}` : how);
}

const total = (numbers: number[]): number => numbers.reduce((sum, number) => sum + number, 0);
