// Check processes that judge one world after the other: for a class, where starting one takes longer than the checks.

import { join } from "node:path";
import { project } from "../../harness/ground/paths.ts";
import type { Request } from "../judging/judge.ts";
import { checkEnvironment } from "./entering.ts";

const most = 50; // worlds for one process
const end = "# judged\n";

export type Checkers = ReturnType<typeof openCheckers>;

/** Opens a pool, empty at first. Only root's processes may go from one world to another. The caller closes it. */
export function openCheckers() {
  const idle: Checker[] = [];
  const all = new Set<Checker>();
  const start = (): Checker => {
    const checker = startChecker();
    all.add(checker);
    return checker;
  };
  const stop = (checker: Checker) => {
    checker.kill();
    all.delete(checker);
  };
  return {
    /** The TAP of the checks; undefined where the process ended, or took more than `timeout` seconds: ask a fresh one. */
    async judge(request: Request, timeout: number): Promise<string | undefined> {
      const checker = idle.pop() ?? start();
      const clock = setTimeout(() => stop(checker), timeout * 1000);
      const said = await checker.ask(request);
      clearTimeout(clock);
      if (said !== undefined && checker.count() < most) idle.push(checker);
      else stop(checker);
      return said;
    },
    close(): void {
      for (const checker of all) stop(checker);
    },
  };
}

type Checker = ReturnType<typeof startChecker>;

function startChecker() {
  const child = Bun.spawn([process.execPath, join(project, "grader/programs/check-process.ts")], {
    stdio: ["pipe", "pipe", "ignore"],
    env: checkEnvironment({ isExecutable: false }),
  });
  const answers = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let count = 0;
  return {
    count: () => count,
    kill: () => child.kill("SIGKILL"),
    /** Undefined where it ended before its answer did. */
    async ask(request: Request): Promise<string | undefined> {
      count++;
      child.stdin.write(`${JSON.stringify(request)}\n`);
      child.stdin.flush();
      for (let said = ""; ; ) {
        const { value, done } = await answers.read();
        if (done) return undefined;
        said += value;
        if (said.endsWith(end)) return said.slice(0, -end.length);
      }
    },
  };
}
