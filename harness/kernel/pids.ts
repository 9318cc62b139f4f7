// Processes by the pid that they have in another pid namespace than ours: pid_namespaces(7), proc(5). A pid can be given out again
// at any moment; an open folder of /proc stands for one process for good, and answers nothing once that is gone.

import { closeSync, openSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { isWithin } from "./ancestry.ts";
import { O_DIRECTORY, O_PATH } from "./below.ts";

/** What is done with a process: `folder` is its own in our /proc, `here` what it is called there. */
type Use<T> = (folder: string, here: number) => T;

export type Pids = {
  /** Uses the process that is called `pid` there, or its thread that is called `thread`. Undefined where there is none. */
  find<T>(pid: number, thread: number | undefined, use: Use<T>): T | undefined;
  /** Every process there, by what it is called. */
  each(use: (pid: number, folder: string) => void): void;
};

/** The processes of the pid namespace of this one (its folder in /proc). Which are running is looked up once. */
export function pidsOf(member: string): Pids {
  const namespace = Number(readlinkSync(`${member}/ns/pid`).replace(/\D/g, ""));
  const level = calledIn(member).length - 1;
  let running: Map<number, string[]> | undefined;
  /** Of those that are called so at that level the one that lives there. */
  const one = <T>(pid: number, candidates: string[], use: Use<T>): T[] =>
    candidates.flatMap((here) =>
      inFolder(`/proc/${here}`, (folder) =>
        calledIn(folder)[level] === pid && livesIn(folder, namespace) ? [use(folder, Number(here))] : [],
      ),
    );
  const all = () => {
    running ??= byPid("/proc", level);
    return running;
  };
  const threads = new Map<number, Map<number, string[]>>(); // a student can link to one process's threads a thousand times
  const threadOf = <T>(folder: string, process: number, thread: number, use: (folder: string) => T): T[] => {
    const called = threads.get(process) ?? byPid(`${folder}/task`, level);
    threads.set(process, called);
    return (called.get(thread) ?? []).flatMap((here) => inFolder(`${folder}/task/${here}`, (its) => [use(its)]));
  };
  return {
    find: (pid, thread, use) =>
      one(pid, all().get(pid) ?? [], (folder, here) =>
        thread === undefined ? [use(folder, here)] : threadOf(folder, here, thread, (its) => use(its, here)),
      ).flat()[0],
    each(use) {
      for (const [pid, candidates] of all()) one(pid, candidates, (folder) => use(pid, folder));
    },
  };
}

/** The processes, or threads, of the folder by what they are called at that level: in several pid namespaces alike, maybe. */
function byPid(folder: string, level: number): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const name of readdirSync(folder).filter((entry) => /^\d+$/.test(entry))) {
    const pid = calledIn(`${folder}/${name}`)[level];
    if (pid !== undefined) found.set(pid, [...(found.get(pid) ?? []), name]);
  }
  return found;
}

/** What it is called in each pid namespace that sees it, the one of our /proc first, its own last; nothing where it ended. */
function calledIn(folder: string): number[] {
  try {
    const line = /^NSpid:\s*(.*)$/m.exec(readFileSync(`${folder}/status`, "utf8"));
    return (line?.[1] ?? "").split(/\s+/).filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function livesIn(folder: string, namespace: number): boolean {
  const fd = openSync(`${folder}/ns/pid`, "r");
  try {
    return isWithin(fd, namespace, "Cannot find out where a process lives");
  } finally {
    closeSync(fd);
  }
}

/** Nothing where it ended, or belongs to somebody else. */
function inFolder<T>(path: string, look: (folder: string) => T[]): T[] {
  let fd: number | undefined;
  try {
    fd = openSync(path, O_PATH | O_DIRECTORY);
    return look(`/proc/self/fd/${fd}`);
  } catch (error) {
    if (["ENOENT", "ESRCH", "EACCES", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
