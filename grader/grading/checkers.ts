// Check processes that judge one time after the other: for a class, and for who watches a world, where starting one takes longer
// than the checks.

import { availableParallelism } from "node:os";
import { join } from "node:path";
import { project } from "../../harness/ground/paths.ts";
import type { Request } from "../judging/judge.ts";
import type { TestPoint } from "../tap/test-point.ts";
import { type Whole, wholeIn } from "../tap/whole.ts";
import { asOwner, checkEnvironment } from "./entering.ts";

const most = 50; // times for one process
const starting = 150; // ms: what a new one takes longer for its first world than one that is there for its next
const end = "# judged\n";
const early = "# early ";

export type Checkers = ReturnType<typeof openCheckers>;

/**
 * Opens a pool, empty at first, for one world, or for all: only root's processes may go from one to another, and they know no
 * student's values. The caller closes it.
 */
export function openCheckers(world?: { pid: number }) {
  const idle: Checker[] = [];
  const waiting = new Set<(checker: Checker) => void>();
  const all = new Set<Checker>();
  const start = (): Checker => {
    const checker = startChecker(world ? asOwner(world.pid) : []);
    all.add(checker);
    return checker;
  };
  const stop = (checker: Checker) => {
    checker.kill();
    all.delete(checker);
  };
  /** One of a world's own is not waited for: what it is asked next may be what a student looks at. */
  const isEnough = () => !world && all.size > availableParallelism();
  const take = async (): Promise<Checker> => {
    const there = idle.pop();
    if (there || !isEnough()) return there ?? start();
    return new Promise((resolve) => {
      const get = (checker: Checker) => {
        clearTimeout(clock);
        waiting.delete(get);
        resolve(checker);
      };
      const clock = setTimeout(() => get(start()), starting);
      waiting.add(get);
    });
  };
  const give = (checker: Checker) => {
    const [next] = waiting;
    if (next) next(checker);
    else idle.push(checker);
  };
  return {
    knowsStudent: world !== undefined,
    /** Starts one before there is anything to ask. */
    begin: (): void => give(start()),
    /**
     * What was judged; undefined where the process ended, or took more than `timeout` seconds: ask a fresh one. `hear` gets what is
     * said early.
     */
    async judge(request: Request, timeout: number, hear?: (point: TestPoint) => void): Promise<Whole | undefined> {
      const checker = await take();
      const clock = setTimeout(() => stop(checker), timeout * 1000);
      const said = await checker.ask({ ...request, isBrief: true }, hear);
      clearTimeout(clock);
      if (said !== undefined && checker.count() < most) give(checker);
      else stop(checker);
      return said === undefined ? undefined : wholeIn(said);
    },
    close(): void {
      for (const checker of all) stop(checker);
    },
  };
}

type Checker = ReturnType<typeof startChecker>;

function startChecker(enter: string[]) {
  const child = Bun.spawn([...enter, process.execPath, join(project, "grader/programs/check-process.ts")], {
    stdio: ["pipe", "pipe", "ignore"],
    env: checkEnvironment({ isExecutable: false }),
  });
  const answers = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let count = 0;
  return {
    count: () => count,
    kill: () => child.kill("SIGKILL"),
    /** Undefined where it ended before its answer did. */
    async ask(request: Request, hear?: (point: TestPoint) => void): Promise<string | undefined> {
      count++;
      try {
        child.stdin.write(`${JSON.stringify(request)}\n`);
        await child.stdin.flush();
      } catch {
        return undefined; // nobody reads any more: Ctrl-C ends whole process groups
      }
      for (let said = "", heard = 0; ; ) {
        const { value, done } = await answers.read();
        if (done) return undefined;
        said += value;
        if (hear) {
          const lines = said.slice(heard).split("\n");
          heard = said.length - lines.pop()!.length;
          for (const line of lines) if (line.startsWith(early)) hear(JSON.parse(line.slice(early.length)));
        }
        if (said.endsWith(end)) return said.slice(0, -end.length);
      }
    },
  };
}
