// A process is named by pid *and* start time: a pid alone is given out again.

import { readFileSync } from "node:fs";
import { Mistake } from "./error.ts";
import { commandOf, killIfThere, statOf } from "./proc.ts";

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

/**
 * Kills the process and waits until the kernel has let go of it, at most `patience` ms. Killing a world's first process ends all
 * of the world: the kernel ends the members of a pid namespace first.
 */
export async function end(id: ProcessId, patience = 10_000): Promise<void> {
  if (!isAlive(id)) return;
  killIfThere(id.pid, "SIGKILL");
  for (const begin = performance.now(); isAlive(id); await Bun.sleep(1))
    if (performance.now() - begin > patience)
      throw new Mistake(
        `Cannot end process ${id.pid} (${commandOf(id.pid)[0] ?? "unnamed"}): ${patience / 1000} s after it was killed it is still there`,
        `cat /proc/${id.pid}/stack /proc/${id.pid}/status (shows what it waits for; it ends by itself once that is over)`,
      );
}
