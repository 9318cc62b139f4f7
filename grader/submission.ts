import { buildStartingPoint } from "../harness/lab/starting-point.ts";
import { end } from "../harness/world/process.ts";
import { endLeftovers } from "../harness/world/processes.ts";
import { startSandbox } from "../harness/world/sandbox.ts";
import { type GradeOptions, gradeWorld, type LabGrade } from "./grade.ts";
import { runScript, type Script, scriptFile } from "./script.ts";

export type SubmissionOptions = GradeOptions & {
  /** Waits for the script: others may work meanwhile. */
  aside?: <T>(something: Promise<T>) => Promise<T>;
};

/** Runs the script in a throwaway world, from the student's starting point, and grades what it made. */
export async function gradeScript(lab: string, script: Script, options: SubmissionOptions): Promise<LabGrade> {
  const { timeout, student, aside = (something) => something } = options;
  const { anchor } = await startSandbox({ confined: [scriptFile(script)] }); // never released: it is ours alone
  try {
    await buildStartingPoint(lab, anchor, student);
    const run = await aside(runScript(script, anchor, timeout).finally(() => endLeftovers(anchor)));
    return { ...(await gradeWorld(lab, anchor.pid, options)), script: run };
  } finally {
    await end(anchor);
  }
}
