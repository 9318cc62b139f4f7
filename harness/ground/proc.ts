// What the kernel says of a process: proc(5). One that has ended, or belongs to somebody else, says nothing.

import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { namesIn, textOf } from "./files.ts";

export type Stat = { state: string; parent: number; group: number; threads: number; startTime: string };

/** The fields of /proc/PID/stat by their number there: 3, 4, 5, 20 and 22. Of a thread too: PID/task/TID. */
export function statOf(pid: number | string): Stat | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // the name in brackets may hold spaces
  const field = (number: number) => fields[number - 3] ?? "";
  return {
    state: field(3),
    parent: Number(field(4)),
    group: Number(field(5)),
    threads: Number(field(20)),
    startTime: field(22),
  };
}

/** The pids of all processes that are seen here. */
export const pids = (): number[] => namesIn("/proc").map(Number).filter(Boolean);

/** The children of a process, of all its threads: /proc/PID/task/TID/children. Undefined where it is gone. */
export function childrenOf(pid: number): number[] | undefined {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").map(Number).filter(Boolean),
    );
  } catch {
    return undefined;
  }
}

/** The identity of a namespace of the process, "net:[4026531840]": namespaces(7). */
export function namespaceOf(pid: number | string, kind: "ipc" | "mnt" | "net" | "pid"): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/${kind}`);
  } catch {
    return undefined;
  }
}

/** The words that it was started with. */
export const commandOf = (pid: number): string[] => textOf(`/proc/${pid}/cmdline`)?.split("\0").slice(0, -1) ?? [];

/** Sends the signal; that the process has ended meanwhile is no failure. */
export function killIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
