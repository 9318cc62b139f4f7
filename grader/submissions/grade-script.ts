import { end, isAlive } from "../../harness/ground/process.ts";
import { givenCommands } from "../../harness/lab/starting-point.ts";
import { endLeftovers } from "../../harness/sandbox/leftovers.ts";
import { type Sandbox, startSandbox } from "../../harness/sandbox/sandbox.ts";
import { exerciseFiles } from "../grading/catalogue.ts";
import { type GradeOptions, gradeWorld, type LabGrade, type ScriptRun } from "../grading/grade.ts";
import { confinedFor, runScript, type Script } from "./run-script.ts";

export type SubmissionOptions = GradeOptions & {
  /** Waits for what may take long, the script and the checks: others may work meanwhile. */
  aside?: <T>(something: Promise<T>) => Promise<T>;
};

/** Runs the script in a throwaway world, from the student's starting point, and grades what it made. */
export async function gradeScript(lab: string, script: Script, options: SubmissionOptions): Promise<LabGrade> {
  const { timeout, student, aside = (something) => something } = options;
  const commands = await givenCommands(lab, { student });
  const sandbox = await startSandbox({ confined: confinedFor(script), commands }); // never released: it is ours alone
  const { anchor } = sandbox;
  try {
    const run = await aside(runAlone(sandbox, timeout));
    const grade = await aside(gradeWorld(lab, anchor.pid, { ...options, files: exerciseFiles(lab) }));
    // by now it would be seen: its end takes the kernel a moment
    if (isAlive(anchor)) return { ...grade, script: run };
    return await gradeNothing(lab, { ...run, ended: run.ended ?? "it ended its own world" }, options);
  } finally {
    await end(anchor);
  }
}

/** Runs the script; what it leaves running, servers apart, is ended within its time too. */
async function runAlone(sandbox: Sandbox, timeout: number): Promise<ScriptRun> {
  const run = await runScript(sandbox, timeout);
  await endLeftovers(sandbox.anchor, (timeout - run.seconds) * 1000);
  return run;
}

/** Where a script's world is no more, what there is to grade is the starting point. */
async function gradeNothing(lab: string, run: ScriptRun, options: SubmissionOptions): Promise<LabGrade> {
  const commands = await givenCommands(lab, { student: options.student });
  const { anchor } = await startSandbox({ confined: {}, commands });
  try {
    return { ...(await gradeWorld(lab, anchor.pid, { ...options, files: exerciseFiles(lab) })), script: run };
  } finally {
    await end(anchor);
  }
}
