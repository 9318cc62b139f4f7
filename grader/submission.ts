import { buildStartingPoint } from "../harness/lab/starting-point.ts";
import { end } from "../harness/world/process.ts";
import { endLeftovers } from "../harness/world/processes.ts";
import { startSandbox } from "../harness/world/sandbox.ts";
import { gradeWorld, type LabGrade } from "./grade.ts";
import { runScript, type Script, scriptFile } from "./script.ts";

export type GradingOptions = {
  /** Seconds that the script may take, and each check process. */
  timeout: number;
  /** Whose values to grade for; without one, the notes'. */
  student?: string;
  /** Waits for the script: others may work meanwhile. */
  aside?: <T>(something: Promise<T>) => Promise<T>;
};

/** Runs the script in a throwaway world, from the student's starting point, and grades what it made. */
export async function gradeScript(lab: string, script: Script, options: GradingOptions): Promise<LabGrade> {
  const { timeout, student, aside = (something) => something } = options;
  const { anchor } = await startSandbox({ confined: [scriptFile(script)] }); // never released: it is ours alone
  try {
    await buildStartingPoint(lab, anchor, student);
    const run = await aside(runScript(script, anchor, timeout).finally(() => endLeftovers(anchor)));
    return { ...(await gradeWorld(lab, anchor.pid, timeout, undefined, student)), script: run };
  } finally {
    await end(anchor);
  }
}
