import { isAlive } from "../../harness/ground/process.ts";
import { givenCommands } from "../../harness/lab/starting-point.ts";
import { endEverybody, endLeftovers } from "../../harness/sandbox/leftovers.ts";
import { openLimits } from "../../harness/sandbox/limits.ts";
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
    const judged = gradeWorld(lab, anchor.pid, { ...options, files: exerciseFiles(lab) });
    const [grade, passed] = await aside(keptToLimits(sandbox, judged));
    if (passed) run.ended ??= passed;
    // by now it would be seen: its end takes the kernel a moment
    if (isAlive(anchor)) return { ...grade, script: run };
    return await gradeNothing(lab, { ...run, ended: run.ended ?? "it ended its own world" }, options);
  } finally {
    await sandbox.end();
  }
}

/** Waits, with an eye on what servers hold meanwhile. */
async function keptToLimits<T>(sandbox: Sandbox, something: Promise<T>): Promise<[T, string | undefined]> {
  const passed = openLimits(sandbox);
  let why: string | undefined;
  const clock = setInterval(() => {
    if (why) return;
    why = passed();
    if (why) void endEverybody(sandbox);
  }, looking);
  try {
    return [await something, why ?? passed()];
  } finally {
    clearInterval(clock);
  }
}

const looking = 200; // ms

/** Runs the script; what it leaves running, servers apart, is ended within its time too. */
async function runAlone(sandbox: Sandbox, timeout: number): Promise<ScriptRun> {
  const run = await runScript(sandbox, timeout);
  await endLeftovers(sandbox, (timeout - run.seconds) * 1000);
  return run;
}

/** Where a script's world is no more, what there is to grade is the starting point. */
async function gradeNothing(lab: string, run: ScriptRun, options: SubmissionOptions): Promise<LabGrade> {
  const commands = await givenCommands(lab, { student: options.student });
  const sandbox = await startSandbox({ confined: {}, commands });
  try {
    return { ...(await gradeWorld(lab, sandbox.anchor.pid, { ...options, files: exerciseFiles(lab) })), script: run };
  } finally {
    await sandbox.end();
  }
}
