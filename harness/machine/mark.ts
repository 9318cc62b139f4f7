// The mark that tells the lab's processes from everybody else's: an IPC namespace, which all that descends from them shares.

import { closeSync, existsSync, openSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { killIfThere, namespaceOf, pids, statOf } from "../ground/proc.ts";
import { closedMarkFile, markFile } from "./place.ts";
import { tool } from "./tool.ts";

/** Binds the IPC namespace of the process to its file: processes may enter, and its number is not given out again. */
export function openMark(pid: number): void {
  bind(`/proc/${pid}/ns/ipc`, markFile);
}

/** Lets nobody enter any more. */
export function closeMark(): void {
  if (!isBound(markFile)) return;
  if (!isBound(closedMarkFile)) bind(markFile, closedMarkFile);
  unbind(markFile);
}

export function removeMark(): void {
  unbind(markFile);
  unbind(closedMarkFile);
}

function bind(what: string, file: string): void {
  closeSync(openSync(file, "w", 0o600));
  tool(["mount", "--bind", what, file]);
}

function unbind(file: string): void {
  while (isBound(file)) tool(["umount", "--lazy", file]);
  rmSync(file, { force: true });
}

const isBound = (file: string): boolean => existsSync(file) && statSync(file).dev !== statSync(dirname(file)).dev;

/**
 * Ends every process of the lab, and every one in these network namespaces, but for those that `isSpared` names; gives whether
 * there were any.
 */
export function endProcesses(netns: readonly number[], isSpared: (pid: number) => boolean = () => false): boolean {
  const marks = [closedMarkFile, markFile].filter(isBound).map((file) => `ipc:[${statSync(file).ino}]`);
  const stacks = netns.map((inode) => `net:[${inode}]`);
  const spared = ourselves();
  const isIn = (namespaces: string[], pid: number, kind: "ipc" | "net") =>
    namespaces.includes(namespaceOf(pid, kind) ?? "");
  const find = () =>
    pids()
      .filter((pid) => !spared.has(pid) && (isIn(marks, pid, "ipc") || isIn(stacks, pid, "net")))
      .filter((pid) => !isSpared(pid));
  let found = find();
  const wereAny = found.length > 0;
  // those that fork while they are looked for are found in the next round; what has ended has no namespace
  for (; found.length; found = find()) {
    for (const pid of found) killIfThere(pid, "SIGKILL");
    Bun.sleepSync(1);
  }
  return wereAny;
}

/** This process and those that it descends from: `down` may be typed in the lab's own shell. */
function ourselves(): Set<number> {
  const own = new Set<number>();
  for (let pid = process.pid; pid > 0; pid = statOf(pid)?.parent ?? 0) own.add(pid);
  return own;
}
