import type { CheckFile } from "../grader/grading/catalogue.ts";
import { openCheckers } from "../grader/grading/checkers.ts";
import { gradeWorld } from "../grader/grading/grade.ts";
import type { TestPoint } from "../grader/tap/test-point.ts";
import { end } from "../harness/ground/process.ts";
import { isRoot } from "../harness/ground/unprivileged.ts";
import { stepsOf } from "../harness/lab/starting-point.ts";
import { startSandbox } from "../harness/sandbox/sandbox.ts";
import { entering, insideEnvironment } from "../harness/world/enter.ts";
import { givenWorld } from "../harness/world/marks.ts";
import type { World } from "../harness/world/world.ts";
import { runEnvironment } from "./folder.ts";
import { bun, run } from "./run.ts";

export type TestWorld = World & {
  /** Builds the lab in it; throws with what the lab said where it fails. */
  build(lab: string): Promise<void>;
  /**
   * The same without the telling, by one shell that runs the lab's commands: a third of the time. What must fail and what
   * only shows is left out; that the lab itself builds is proven elsewhere. The shell reads `before` first.
   */
  buildFast(lab: string, student?: string, before?: string): Promise<void>;
  /** Runs shell commands on its host; throws where they fail. */
  sh(commands: string): Promise<string>;
  grade(lab: string, student?: string, files?: CheckFile[]): Promise<TestPoint[]>;
};

// to start a check process takes longer than most checks; they end with this process, whose end they see on their standard input
const checkers = isRoot() ? openCheckers() : undefined;

/** Gives a throwaway world to `work`; it ends with it, and with this process. */
export async function inWorld<T>(work: (world: TestWorld) => Promise<T>): Promise<T> {
  const world = await startSandbox();
  const { anchor } = world;
  const env = insideEnvironment();
  try {
    return await work({
      ...world,
      build: async (lab) => {
        const here = { ...runEnvironment(), [givenWorld]: String(anchor.pid) };
        const { err, status } = await bun([`labs/${lab}.ts`, "--quiet"], { env: here });
        if (status !== 0) throw new Error(`Cannot build lab "${lab}": ${err}`);
      },
      buildFast: async (lab, student, before = "") => {
        // what a lab leaves running must not keep our end of a pipe
        const stdin = `exec >/dev/null 2>&1\n${before}\n${await commandsOf(lab, student)}`;
        await run([...entering(world), "sh"], { env, stdin });
      },
      sh: async (commands) => {
        const { out, err, status } = await run([...entering(world), "sh", "-ec", commands], { env });
        if (status !== 0) throw new Error(`Cannot run "${commands}": ${err}`);
        return out;
      },
      grade: async (lab, student, files) => {
        const options = { timeout: 30, student, checkers, ...(files && { files }) };
        const { checks, complaints } = await gradeWorld(lab, anchor.pid, options);
        if (complaints.length) throw new Error(complaints.join("; "));
        return checks;
      },
    });
  } finally {
    await end(anchor);
  }
}

const listed = new Map<string, Promise<string>>();

/** The lab's commands as one script, listed once for each student. */
function commandsOf(lab: string, student = ""): Promise<string> {
  const whose = `${lab} ${student}`;
  const steps = () => stepsOf(lab, { student: student || undefined });
  const script = listed.get(whose) ?? steps().then((all) => all.flatMap(({ commands }) => commands).join("\n"));
  listed.set(whose, script);
  return script;
}

/** "bridge pass, route-docker1 fail (…)": what a failing test shows. */
export const outcomes = (points: TestPoint[]): string[] =>
  points.map(({ id, outcome, actual }) =>
    outcome === "pass" ? `${id} pass` : `${id} ${outcome} ${JSON.stringify(actual)}`,
  );
