// The reference: the lab itself, built in a throwaway world and graded. The world ends with the grader, whatever ends that;
// on the machine it is a lab that is up, which `down` removes.

import { join } from "node:path";
import { Mistake } from "../../harness/ground/error.ts";
import { project } from "../../harness/ground/paths.ts";
import { end } from "../../harness/ground/process.ts";
import { exerciseOf } from "../../harness/lab/own-exercise.ts";
import { startSandbox } from "../../harness/sandbox/sandbox.ts";
import { entering, insideEnvironment } from "../../harness/world/enter.ts";
import { givenWorld } from "../../harness/world/marks.ts";
import type { World } from "../../harness/world/world.ts";
import { exerciseFiles } from "./catalogue.ts";
import { gradeWorld } from "./grade.ts";
import type { LabGrade } from "./lab-grade.ts";
import { endOf, milliseconds } from "./timeout.ts";

/** Builds the lab in a world of its own, grades it, removes it. */
export async function gradeReference(lab: string, timeout: number): Promise<LabGrade> {
  const { anchor } = await startSandbox(); // never released: it is ours alone
  try {
    const { said, status } = await runLab(lab, ["up", "--quiet"], { [givenWorld]: String(anchor.pid) });
    const grade = await gradeWorld(lab, anchor.pid, { timeout });
    if (status !== 0) grade.complaints.push(`Cannot build the reference of lab "${lab}": ${said.trim()}`);
    return grade;
  } finally {
    await end(anchor);
  }
}

/** The lab's own exercise, solved by its solution in a world of its own, graded, removed. */
export async function gradeExerciseReference(lab: string, timeout: number, student?: string): Promise<LabGrade> {
  const exercise = await exerciseOf(lab, student);
  if (!exercise) throw new Error(`Cannot find an exercise of lab "${lab}"`);
  const world = await startSandbox({ commands: exercise.given }); // never released: it is ours alone
  try {
    const { said, status } = await typed(exercise.solution, world, timeout);
    const grade = await gradeWorld(lab, world.anchor.pid, { timeout, student, files: exerciseFiles(lab) });
    if (status !== 0) grade.complaints.push(`Cannot solve the exercise of lab "${lab}": ${said.trim()}`);
    return grade;
  } finally {
    await end(world.anchor);
  }
}

async function typed(commands: string[], world: World, timeout: number) {
  const shell = Bun.spawn([...entering(world), "bash", "-e"], {
    stdin: new Blob([commands.map((command) => `${command}\n`).join("")]),
    stdout: "ignore",
    stderr: "pipe",
    env: insideEnvironment(),
    timeout: milliseconds(timeout),
    killSignal: "SIGKILL",
  });
  const [said, status] = await Promise.all([shell.stderr.text(), shell.exited]);
  return { said: [endOf(shell, timeout), said.trim()].filter(Boolean).join(": "), status };
}

/** The same on the machine's own network stack. */
export async function gradeReferenceOnMachine(lab: string, options: string[], timeout: number): Promise<LabGrade> {
  const up = await runLab(lab, ["up", "--quiet", "--machine", ...options]);
  if (up.status !== 0) throw new Mistake(up.said.trim());
  try {
    return await gradeWorld(lab, 1, { timeout });
  } finally {
    const down = await runLab(lab, ["down", "--machine"]);
    if (down.status !== 0) process.stderr.write(down.said);
  }
}

async function runLab(lab: string, words: string[], more: Record<string, string> = {}) {
  const script = Bun.spawn([process.execPath, join(project, "labs", `${lab}.ts`), ...words], {
    env: { ...process.env, ...more },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [said, status] = await Promise.all([new Response(script.stderr).text(), script.exited]);
  return { said, status };
}
