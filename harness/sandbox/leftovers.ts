// The processes of a world, seen from outside: the world's own tools could say anything.

import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { isAlive, type ProcessId } from "../ground/process.ts";
import { unprivileged } from "../ground/unprivileged.ts";
import { contained } from "./contained.ts";

const patience = 3000; // ms that a server which was started last may take until it listens
const crowd = 50; // processes: no server's, and not worth waiting for

/**
 * Ends what a script left running, but for servers, which are processes with a socket that waits for peers, and for what containers
 * consist of. One that is just starting is waited for.
 */
export async function endLeftovers(anchor: ProcessId): Promise<void> {
  for (const begin = performance.now(); ; await Bun.sleep(10)) {
    if (!isAlive(anchor)) return; // the world has ended, and all of it with it
    const { members, isUnsure } = look(anchor);
    const others = membersToEnd(anchor, members);
    if (!others.length && !isUnsure) return;
    if (others.length > crowd || performance.now() - begin > patience) endThem(anchor);
  }
}

function membersToEnd(anchor: ProcessId, members: number[]): number[] {
  const others = members.filter((pid) => !isServer(pid));
  const mayStay = others.length ? contained(anchor.pid, others) : new Set();
  return others.filter((pid) => !mayStay.has(pid));
}

/** Everybody is stopped first, in one step that no fork escapes: kill(2) with -1. */
function endThem(anchor: ProcessId): void {
  everybody(anchor, "STOP");
  for (const pid of membersToEnd(anchor, look(anchor).members)) signal(pid, "SIGKILL");
  everybody(anchor, "CONT");
}

/** Ends every process of the world but its first. */
export const endEverybody = (anchor: ProcessId): void => everybody(anchor, "KILL");

/** A signal to every process of the world but the first, which takes none from inside. */
function everybody(anchor: ProcessId, name: "STOP" | "CONT" | "KILL"): void {
  const enter = [...unprivileged(), ..."nsenter -U -p --preserve-credentials -t".split(" "), String(anchor.pid)];
  const kill = Bun.spawnSync([...enter, "sh", "-c", `kill -s ${name} -- -1`]);
  const nobodyLeft = /No such process/.test(kill.stderr.toString());
  if (kill.exitCode !== 0 && !nobodyLeft && isAlive(anchor))
    throw new Error(`Cannot signal a world's processes: ${kill.stderr}`);
}

/**
 * The pids, here, of the world's processes but its first: they are its descendants, since orphans become its children.
 * Unsure where one was gone before its own children could be read.
 */
function look(anchor: ProcessId): { members: number[]; isUnsure: boolean } {
  const members: number[] = [];
  let isUnsure = false;
  for (const parents = [anchor.pid]; parents.length; ) {
    const children = childrenOf(parents.pop()!);
    if (!children) isUnsure = true;
    members.push(...(children ?? []));
    parents.push(...(children ?? []));
  }
  return { members, isUnsure };
}

/** Undefined where the process is gone: proc(5), /proc/PID/task/TID/children. */
function childrenOf(pid: number): number[] | undefined {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").map(Number).filter(Boolean),
    );
  } catch {
    return undefined;
  }
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
