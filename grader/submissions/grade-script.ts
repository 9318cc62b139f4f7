import { reasonOf } from "../../harness/ground/error.ts";
import { isAlive, type ProcessId } from "../../harness/ground/process.ts";
import { givenCommands } from "../../harness/lab/starting-point.ts";
import { endLeftovers } from "../../harness/sandbox/leftovers.ts";
import { openLimits, scarce } from "../../harness/sandbox/limits.ts";
import { type Confined, type Sandbox, startSandbox } from "../../harness/sandbox/sandbox.ts";
import { exerciseFiles } from "../grading/catalogue.ts";
import { type GradeOptions, gradeWorld } from "../grading/grade.ts";
import { type LabGrade, type ScriptRun, worldEnded } from "../grading/lab-grade.ts";
import { asRun, remarksOn } from "./remarks.ts";
import { confinedFor, endFor, runScript, type Script } from "./run-script.ts";

export type SubmissionOptions = GradeOptions & {
  /** How long the checks may take, seconds; without it, as long as the script. */
  checksTimeout?: number;
  /** Waits for what may take long, the script and the checks: others may work meanwhile. */
  aside?: <T>(something: Promise<T>) => Promise<T>;
  /** Told of its world when it begins. */
  onWorld?: (anchor: ProcessId) => void;
  /** Its world lives until this is done. */
  whileUp?: (anchor: ProcessId, grade: LabGrade) => Promise<void>;
};

/** Runs the script in a throwaway world, from the student's starting point, and grades what it made. */
export async function gradeScript(lab: string, script: Script, options: SubmissionOptions): Promise<LabGrade> {
  const { timeout, aside = (something) => something } = options;
  return inThrowaway(lab, confinedFor(script), options, async (sandbox) => {
    options.onWorld?.(sandbox.anchor);
    const run = await aside(runAlone(sandbox, timeout));
    const [grade, passed] = await aside(keptToLimits(sandbox, gradeExercise(lab, sandbox, options)));
    if (passed) run.ended ??= passed;
    const remarks = [...asRun(script.bytes).remarks, ...remarksOn(Buffer.from(script.bytes).toString(), script.name)];
    if (remarks.length) run.remarks = remarks;
    // by now it would be seen: its end takes the kernel a moment
    if (isAlive(sandbox.anchor)) {
      const whole = { ...grade, script: run };
      await options.whileUp?.(sandbox.anchor, whole);
      return whole;
    }
    const nothing = await inThrowaway(lab, {}, options, (empty) => gradeExercise(lab, empty, options));
    // nobody knows who had the memory
    const complaints = run.ended === scarce ? [`Cannot grade what the script made: ${scarce}`] : [];
    return {
      ...nothing,
      complaints: [...nothing.complaints, ...complaints],
      script: { ...run, ended: run.ended ?? worldEnded },
    };
  });
}

const gradeExercise = (lab: string, { anchor }: Sandbox, options: SubmissionOptions): Promise<LabGrade> =>
  gradeWorld(lab, anchor.pid, {
    ...options,
    timeout: options.checksTimeout ?? options.timeout,
    files: exerciseFiles(lab),
  });

/** A world with the student's starting point, for `grade` alone. What is left of it, if anything, the grade says. */
async function inThrowaway(
  lab: string,
  confined: Confined,
  { student }: SubmissionOptions,
  grade: (sandbox: Sandbox) => Promise<LabGrade>,
): Promise<LabGrade> {
  const commands = await givenCommands(lab, { student });
  const sandbox = await startSandbox({ confined, commands }); // never released: it is ours alone
  const graded = await grade(sandbox).catch(async (error) => {
    await sandbox.end();
    throw error;
  });
  try {
    await sandbox.end();
    return graded;
  } catch (error) {
    return { ...graded, complaints: [...graded.complaints, reasonOf(error)] };
  }
}

/** Waits, with an eye on what servers hold meanwhile. */
async function keptToLimits<T>(sandbox: Sandbox, something: Promise<T>): Promise<[T, string | undefined]> {
  const passed = openLimits(sandbox);
  let why: string | undefined;
  const clock = setInterval(() => {
    if (why) return;
    why = passed();
    if (why) void endFor(sandbox, why);
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
