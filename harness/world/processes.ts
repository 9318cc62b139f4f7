// The processes of a world, seen from outside: the world's own tools could say anything.

import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { ProcessId } from "./process.ts";
import { unprivileged } from "./unprivileged.ts";

const patience = 3000; // ms that a server which was started last may take until it listens

/**
 * Ends what a script left running, but for servers: processes with a socket that waits for peers. One that is just
 * starting is waited for. No process escapes by forking: the kernel lets none fork that has a SIGKILL to come.
 */
export async function endLeftovers(anchor: ProcessId): Promise<void> {
  for (const begin = performance.now(); ; await Bun.sleep(10)) {
    const { members, isUnsure } = look(anchor);
    const others = members.filter((pid) => !isServer(pid));
    if (!others.length && !isUnsure) return;
    if (performance.now() - begin > patience) for (const pid of others) signal(pid, "SIGKILL");
  }
}

/** Ends every process of the world but the first, which takes no signal from inside: kill(2) with -1. */
export function endEverybody(anchor: ProcessId): void {
  const enter = [...unprivileged(), ..."nsenter -U -p --preserve-credentials -t".split(" "), String(anchor.pid)];
  const kill = Bun.spawnSync([...enter, "sh", "-c", `kill -s KILL -- -1`]);
  const nobodyLeft = /No such process/.test(kill.stderr.toString());
  if (kill.exitCode !== 0 && !nobodyLeft) throw new Error(`Cannot signal a world's processes: ${kill.stderr}`);
}

/**
 * The pids, here, of the world's processes but its first. Unsure where a process was gone
 * before it could be looked at: it may have been one of them, and have a child by now.
 */
function look(anchor: ProcessId): { members: number[]; isUnsure: boolean } {
  const namespace = pidNamespaceOf(anchor.pid);
  const pids = readdirSync("/proc").map(Number).filter(Boolean);
  const found = pids.map((pid) => ({ pid, namespace: pidNamespaceOf(pid) }));
  const members = found.filter((one) => one.namespace === namespace && one.pid !== anchor.pid).map(({ pid }) => pid);
  return { members, isUnsure: found.some((one) => one.namespace === undefined && !existsSync(`/proc/${one.pid}`)) };
}

/** The identity of a process's pid namespace; undefined where it ended, or belongs to somebody else. */
export function pidNamespaceOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return undefined;
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
