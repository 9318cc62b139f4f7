// What is right in an exercise's questions: its starting point is built once more, for the same student, and asked. Nobody's
// script was ever in that world.

import type { Hidden } from "../../harness/graph/hidden.ts";
import { toolPath } from "../../harness/ground/paths.ts";
import { end } from "../../harness/ground/process.ts";
import { exerciseOf } from "../../harness/lab/own-exercise.ts";
import type { Answers } from "../vocabulary/check.ts";
import { type CheckFile, isOfExercise } from "./catalogue.ts";
import { entering } from "./entering.ts";
import { endOf, milliseconds } from "./timeout.ts";

export type Truths = {
  truths?: Record<string, Answers>;
  complaint?: string;
  /** What no drawing and no story of the world shows. */
  hides?: Hidden;
};

const known = new Map<string, Promise<Truths>>();

/** What is right, by the checks' ids; nothing where nothing is asked. A starting point is asked once in a process's life. */
export async function truthsOf(
  lab: string,
  files: readonly CheckFile[],
  { student, timeout }: { student?: string | undefined; timeout: number },
): Promise<Truths> {
  const file = files.find((each) => isOfExercise(each) && !each.isExecutable);
  const exercise = file && (await exerciseOf(lab, student));
  if (!exercise?.questions?.length) return {};
  const key = JSON.stringify([lab, student ?? null]);
  const asking = known.get(key) ?? ask(lab, file!, exercise.given, student, timeout);
  known.set(key, asking); // whoever comes meanwhile waits for the same answer
  try {
    const found = await asking;
    if (!found.truths) known.delete(key);
    return { ...found, ...(exercise.hides && { hides: exercise.hides }) };
  } catch (error) {
    known.delete(key);
    throw error;
  }
}

async function ask(lab: string, file: CheckFile, given: string[], student: string | undefined, timeout: number) {
  const { startSandbox } = await import("../../harness/sandbox/sandbox.ts"); // most grades ask nothing
  const { anchor } = await startSandbox({ commands: given }); // never released: it is ours alone
  try {
    const child = Bun.spawn(entering(file, { lab, pid: anchor.pid, student, isStart: true }), {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, PATH: toolPath },
      timeout: milliseconds(timeout),
      killSignal: "SIGKILL",
    });
    const [said, complaint] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
    if (child.exitCode === 0) return { truths: JSON.parse(said) as Record<string, Answers> };
    const why = complaint.trim().split("\n").at(-1) || endOf(child, timeout);
    return { complaint: `Cannot ask the starting point of lab "${lab}": ${why}` };
  } finally {
    await end(anchor);
  }
}
