// The reference: the lab itself, built in a throwaway world and graded. The world ends with the grader, whatever ends that.

import { join } from "node:path";
import { givenWorld } from "../harness/world/enter.ts";
import { project } from "../harness/world/paths.ts";
import { end } from "../harness/world/process.ts";
import { startSandbox } from "../harness/world/sandbox.ts";
import { gradeWorld, type LabGrade } from "./grade.ts";

/** Builds the lab in a world of its own, grades it, removes it. */
export async function gradeReference(lab: string, timeout: number): Promise<LabGrade> {
  const { anchor } = await startSandbox(); // never released: it is ours alone
  try {
    const script = Bun.spawn([process.execPath, join(project, "labs", `${lab}.ts`), "up", "--quiet"], {
      env: { ...process.env, [givenWorld]: String(anchor.pid) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [said, status] = await Promise.all([new Response(script.stderr).text(), script.exited]);
    const grade = await gradeWorld(lab, anchor.pid, { timeout });
    if (status !== 0) grade.complaints.push(`Cannot build the reference of lab "${lab}": ${said.trim()}`);
    return grade;
  } finally {
    await end(anchor);
  }
}
