// A process is named by pid *and* start time: a pid alone is given out again.

import { readFileSync } from "node:fs";

export type ProcessId = {
  pid: number;
  startTime: string;
  boot: string;
  /** The process stands for the machine's own network stack: there is no sandbox around it to enter. */
  onMachine?: true;
};

/** The identity of a running process, or undefined when there is none (proc(5): field 22 of /proc/PID/stat). */
export function identify(pid: number): ProcessId | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // the name in brackets may hold spaces
    if (fields[0] === "Z" || fields[0] === "X") return undefined;
    return { pid, startTime: fields[22 - 3]!, boot: readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim() };
  } catch {
    return undefined;
  }
}

/** Is it still that very process? */
export function isAlive(id: ProcessId): boolean {
  const now = identify(id.pid);
  return now !== undefined && now.startTime === id.startTime && now.boot === id.boot;
}

/** Kills the process and waits until the kernel has let go of it. Killing a world's first process ends all of the world. */
export async function end(id: ProcessId): Promise<void> {
  if (!isAlive(id)) return;
  try {
    process.kill(id.pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
  while (isAlive(id)) await Bun.sleep(1); // a state, not a time: the kernel ends a pid namespace's members first
}
