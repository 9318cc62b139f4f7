// The processes of a world, seen from outside: the world's own tools could say anything.

import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { ProcessId } from "./process.ts";
import { unprivileged } from "./unprivileged.ts";

/**
 * Ends what a script left running, but for servers: processes with a socket that waits for peers. Everybody is stopped
 * first, in one step that no fork escapes (kill(2) with -1), so that nothing changes while it is looked at.
 */
export function endLeftovers(anchor: ProcessId): void {
  everybody(anchor, "STOP");
  for (const pid of processesOf(anchor)) if (!isServer(pid)) signal(pid, "SIGKILL");
  everybody(anchor, "CONT");
}

/** Ends every process of the world but its first. */
export const endEverybody = (anchor: ProcessId): void => everybody(anchor, "KILL");

/** A signal to every process of the world but the first, which takes none from inside. */
function everybody(anchor: ProcessId, name: "STOP" | "CONT" | "KILL"): void {
  const enter = [...unprivileged(), ..."nsenter -U -p --preserve-credentials -t".split(" "), String(anchor.pid)];
  const kill = Bun.spawnSync([...enter, "sh", "-c", `kill -s ${name} -- -1`]);
  const nobodyLeft = /No such process/.test(kill.stderr.toString());
  if (kill.exitCode !== 0 && !nobodyLeft) throw new Error(`Cannot signal a world's processes: ${kill.stderr}`);
}

/** The pids, here, of all processes in the world's pid namespace but its first. */
function processesOf(anchor: ProcessId): number[] {
  const namespace = pidNamespaceOf(anchor.pid);
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== anchor.pid && pidNamespaceOf(pid) === namespace);
}

function pidNamespaceOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return undefined; // it ended, or belongs to somebody else: not one of ours
  }
}

const LISTEN = "0A"; // in /proc/net/tcp: TCP_LISTEN, net/tcp_states.h

/** Has it a TCP socket that listens? A process's own view of /proc/net is that of its network namespace: proc(5). */
function isServer(pid: number): boolean {
  try {
    const table = ["tcp", "tcp6"].map((name) => readFileSync(`/proc/${pid}/net/${name}`, "utf8")).join("\n");
    const sockets = table.split("\n").map((line) => line.trim().split(/\s+/));
    const listening = sockets.filter((columns) => columns[3] === LISTEN).map((columns) => `socket:[${columns[9]}]`);
    const own = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
    return listening.some((socket) => own.includes(socket));
  } catch {
    return false; // it ended meanwhile
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
