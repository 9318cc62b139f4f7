// The processes of a world, seen and signalled from outside: nothing of ours joins them, and the world's own tools could say anything.

import { closeSync } from "node:fs";
import { namesIn } from "../ground/files.ts";
import { childrenOf, statOf } from "../ground/proc.ts";
import { isAlive, type ProcessId } from "../ground/process.ts";
import { KernelError } from "../kernel/errno.ts";
import { openProcess, signalProcess } from "../kernel/wait.ts";
import type { Group } from "./groups.ts";

/** A process of a world: its pid, here, and the letter of its state; proc(5). */
type Member = { pid: number; state: string };

const deepest = 10_000; // parents: more than a world may have processes

/**
 * The world's processes but its first: they are its descendants, since orphans become its children. Unsure where one was gone
 * before its own children could be read.
 */
export function membersOf(anchor: ProcessId): { members: number[]; isUnsure: boolean } {
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

/** Sends the signal to a member of the world, and to nobody else who may have got its number by now. */
export function signalMember(anchor: ProcessId, pid: number, name: NodeJS.Signals): void {
  let descriptor: number;
  try {
    descriptor = openProcess(pid);
  } catch (error) {
    if (error instanceof KernelError && error.code === "ESRCH") return;
    throw error;
  }
  try {
    if (isMember(anchor, pid)) signalProcess(descriptor, name); // looked at while the descriptor holds it
  } finally {
    closeSync(descriptor);
  }
}

function isMember(anchor: ProcessId, pid: number): boolean {
  let at: number | undefined = pid;
  for (let steps = 0; at && steps < deepest; steps++) {
    at = statOf(at)?.parent;
    if (at === anchor.pid) return isAlive(anchor);
  }
  return false;
}

/** The state of a process, or of the thread of it that moves most: the first one may have ended before the others. */
function stateOf(pid: number): string {
  const { state, threads } = statOf(pid) ?? { state: "X", threads: 0 };
  if (state !== "Z" || threads < 2) return state;
  const states = namesIn(`/proc/${pid}/task`).map((thread) => statOf(`${pid}/task/${thread}`)?.state ?? "X");
  return states.find((one) => !still.includes(one)) ?? state;
}

const still = "TtZXx"; // stopped, traced, ended: none of these starts another process

/** A world whose processes are to be held. */
export type Held = { anchor: ProcessId; group?: Group | undefined };

/**
 * Stops every process of the world: in one step where it has a control group, else all but its first one after the other, until
 * nobody moves. Gives what lets go of them, of those who are still to run; undefined where they cannot be stopped.
 */
export async function holdEverybody({ anchor, group }: Held): Promise<((pids: number[]) => void) | undefined> {
  if (await group?.freeze(patience)) return () => group?.thaw();
  if (!(await stopEverybody(anchor))) return undefined;
  return (pids) => {
    for (const pid of pids) signalMember(anchor, pid, "SIGCONT");
  };
}

const patience = 1000; // ms

// What is stopped counts in the world's limit of processes, so that a crowd that goes on forking comes to its end.
async function stopEverybody(anchor: ProcessId): Promise<boolean> {
  const stuck = new Set<number>();
  for (const begin = performance.now(); performance.now() - begin < patience; await Bun.sleep(1)) {
    const { members, isUnsure } = membersOf(anchor);
    const moving = members.flatMap((pid): Member[] => {
      const state = stateOf(pid);
      return still.includes(state) ? [] : [{ pid, state }];
    });
    // one that waits for the kernel (D) is held already, seen twice: a parent in vfork(2) whose child is stopped stays so
    const free = moving.filter(({ pid, state }) => !(state === "D" && stuck.has(pid)));
    if (!free.length && !isUnsure) return true;
    for (const { pid, state } of moving) {
      signalMember(anchor, pid, "SIGSTOP");
      if (state === "D") stuck.add(pid);
    }
  }
  return false;
}
