import { join } from "node:path";
import { gradeWorld } from "../grader/grade.ts";
import type { TestPoint } from "../grader/test-point.ts";
import { entering, givenWorld, insideEnvironment } from "../harness/world/enter.ts";
import { project } from "../harness/world/paths.ts";
import { end, type ProcessId } from "../harness/world/process.ts";
import { startSandbox } from "../harness/world/sandbox.ts";

export type TestWorld = {
  anchor: ProcessId;
  /** Builds the lab in it; throws with what the lab said where it fails. */
  build(lab: string): Promise<void>;
  /** Runs shell commands on its host; throws where they fail. */
  run(commands: string): string;
  grade(lab: string): Promise<TestPoint[]>;
};

/** Gives a throwaway world to `work`; it ends with it, and with this process. */
export async function inWorld<T>(work: (world: TestWorld) => Promise<T>): Promise<T> {
  const { anchor } = await startSandbox();
  try {
    return await work({
      anchor,
      build: async (lab) => {
        const script = Bun.spawn([process.execPath, join(project, `labs/${lab}.ts`), "--quiet"], {
          env: { ...process.env, [givenWorld]: String(anchor.pid) },
          stdio: ["ignore", "ignore", "pipe"],
        });
        const said = await new Response(script.stderr).text();
        if ((await script.exited) !== 0) throw new Error(`Cannot build lab "${lab}": ${said}`);
      },
      run: (commands) => {
        const { exitCode, stdout, stderr } = Bun.spawnSync([...entering(anchor), "sh", "-ec", commands], {
          env: insideEnvironment(),
        });
        if (exitCode !== 0) throw new Error(`Cannot run "${commands}": ${stderr}`);
        return stdout.toString();
      },
      grade: async (lab) => (await gradeWorld(lab, anchor.pid, 30)).checks,
    });
  } finally {
    await end(anchor);
  }
}

/** "bridge pass, route-docker1 fail (…)": what a failing test shows. */
export const outcomes = (points: TestPoint[]): string[] =>
  points.map(({ id, outcome, actual }) =>
    outcome === "pass" ? `${id} pass` : `${id} ${outcome} ${JSON.stringify(actual)}`,
  );
