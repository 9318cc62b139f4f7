import { buildStartingPoint } from "../harness/lab/starting-point.ts";
import { end } from "../harness/world/process.ts";
import { endLeftovers } from "../harness/world/processes.ts";
import { startSandbox } from "../harness/world/sandbox.ts";
import { gradeWorld, type LabGrade } from "./grade.ts";
import { runScript, type Script } from "./script.ts";

/** Runs the script in a throwaway world, from the student's starting point, and grades what it made. No student: the notes' values. */
export async function gradeScript(lab: string, script: Script, timeout: number, student?: string): Promise<LabGrade> {
  const { anchor } = await startSandbox({ confined: true }); // never released: it is ours alone
  try {
    await buildStartingPoint(lab, anchor, student);
    const run = await runScript(script, anchor, timeout);
    endLeftovers(anchor);
    return { ...(await gradeWorld(lab, anchor.pid, timeout, undefined, student)), script: run };
  } finally {
    await end(anchor);
  }
}
