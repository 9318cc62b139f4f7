// A process is named by pid *and* start time: a pid alone is given out again.

import { readFileSync } from "node:fs";
import { killIfThere, statOf } from "./proc.ts";

export type ProcessId = { pid: number; startTime: string; boot: string };

/** The identity of a running process, or undefined when there is none. */
export function identify(pid: number): ProcessId | undefined {
  const stat = statOf(pid);
  if (!stat || stat.state === "Z" || stat.state === "X") return undefined;
  return { pid, startTime: stat.startTime, boot: readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim() };
}

/** Is it still that very process? */
export function isAlive(id: ProcessId): boolean {
  const now = identify(id.pid);
  return now !== undefined && now.startTime === id.startTime && now.boot === id.boot;
}

/** Kills the process and waits until the kernel has let go of it. Killing a world's first process ends all of the world. */
export async function end(id: ProcessId): Promise<void> {
  if (!isAlive(id)) return;
  killIfThere(id.pid, "SIGKILL");
  while (isAlive(id)) await Bun.sleep(1); // a state, not a time: the kernel ends a pid namespace's members first
}
