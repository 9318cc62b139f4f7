import { join } from "node:path";
import { openCheckers } from "../grader/grading/checkers.ts";
import { gradeWorld } from "../grader/grading/grade.ts";
import type { TestPoint } from "../grader/tap/test-point.ts";
import { project } from "../harness/ground/paths.ts";
import { end } from "../harness/ground/process.ts";
import { isRoot } from "../harness/ground/unprivileged.ts";
import { stepsOf } from "../harness/lab/starting-point.ts";
import { startSandbox } from "../harness/sandbox/sandbox.ts";
import { entering, givenWorld, insideEnvironment } from "../harness/world/enter.ts";
import type { World } from "../harness/world/world.ts";

export type TestWorld = World & {
  /** Builds the lab in it; throws with what the lab said where it fails. */
  build(lab: string): Promise<void>;
  /**
   * The same without the telling, by one shell that runs the lab's commands: a third of the time. What must fail and what
   * only shows is left out; that the lab itself builds is proven elsewhere. The shell reads `before` first.
   */
  buildFast(lab: string, student?: string, before?: string): Promise<void>;
  /** Runs shell commands on its host; throws where they fail. What else this process does waits meanwhile. */
  run(commands: string): string;
  /** The same, and others go on meanwhile. */
  sh(commands: string): Promise<string>;
  grade(lab: string, student?: string): Promise<TestPoint[]>;
};

// to start a check process takes longer than most checks; they end with this process, whose end they see on their standard input
const checkers = isRoot() ? openCheckers() : undefined;

/** Gives a throwaway world to `work`; it ends with it, and with this process. */
export async function inWorld<T>(work: (world: TestWorld) => Promise<T>): Promise<T> {
  const world = await startSandbox();
  const { anchor } = world;
  try {
    return await work({
      ...world,
      build: async (lab) => {
        const script = Bun.spawn([process.execPath, join(project, `labs/${lab}.ts`), "--quiet"], {
          env: { ...process.env, [givenWorld]: String(anchor.pid) },
          stdio: ["ignore", "ignore", "pipe"],
        });
        const said = await new Response(script.stderr).text();
        if ((await script.exited) !== 0) throw new Error(`Cannot build lab "${lab}": ${said}`);
      },
      buildFast: async (lab, student, before = "") => {
        const commands = `${before}\n${await commandsOf(lab, student)}`;
        const stdio = [new Blob([commands]), "ignore", "ignore"] as const;
        await Bun.spawn([...entering(world), "sh"], { stdio: [...stdio], env: insideEnvironment() }).exited;
      },
      run: (commands) => {
        const { exitCode, stdout, stderr } = Bun.spawnSync([...entering(world), "sh", "-ec", commands], {
          env: insideEnvironment(),
        });
        if (exitCode !== 0) throw new Error(`Cannot run "${commands}": ${stderr}`);
        return stdout.toString();
      },
      sh: async (commands) => {
        const child = Bun.spawn([...entering(world), "sh", "-e"], {
          stdio: [new Blob([commands]), "pipe", "pipe"],
          env: insideEnvironment(),
        });
        const [out, said, status] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
        if (status !== 0) throw new Error(`Cannot run "${commands}": ${said}`);
        return out;
      },
      grade: async (lab, student) => (await gradeWorld(lab, anchor.pid, { timeout: 30, student, checkers })).checks,
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
