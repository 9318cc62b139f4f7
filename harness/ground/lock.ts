// Two `up` of the same lab at once would build into one world: one waits for the other.
// The lock is the kernel's (flock(2)): it ends with its holder, whatever ends it.

import { dlopen, FFIType } from "bun:ffi";
import { closeSync, constants, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { Mistake } from "./error.ts";
import { inWords } from "./phrases.ts";
import { stateDir, unusable } from "./state.ts";

const exclusive = 2; // LOCK_EX, <sys/file.h>
const unlessHeld = 4; // LOCK_NB

/** Runs `work` while holding the lab's lock; `folder` is where it lies, `waiting` what is said where somebody else holds it. */
export async function alone<T>(
  lab: string,
  work: () => Promise<T>,
  { folder = stateDir(), waiting = "" } = {},
): Promise<T> {
  const fd = openLock(lab, folder);
  try {
    const flock = dlopenFlock();
    if (waiting && flock(fd, exclusive | unlessHeld) !== 0) process.stderr.write(`${inWords(waiting)}\n`);
    if (flock(fd, exclusive) !== 0) throw new Mistake(`Cannot lock the lab "${lab}"`);
    return await work();
  } finally {
    closeSync(fd);
  }
}

/** Runs `work` while holding the lab's lock; does nothing where somebody else holds it. */
export async function unlessBusy(lab: string, work: () => Promise<void>): Promise<void> {
  const fd = openLock(lab, stateDir());
  try {
    if (dlopenFlock()(fd, exclusive | unlessHeld) === 0) await work();
  } finally {
    closeSync(fd);
  }
}

/** The file that is locked. */
export const lockFile = (lab: string, folder = stateDir()): string => join(folder, `${lab}.lock`);

function openLock(lab: string, folder: string): number {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // O_CLOEXEC, which is always set: children do not hold it. Not for writing alone: a FIFO would wait for its reader
    return openSync(lockFile(lab, folder), constants.O_RDWR | constants.O_CREAT, 0o600);
  } catch (error) {
    throw unusable("write", error);
  }
}

const dlopenFlock = () =>
  dlopen("libc.so.6", { flock: { args: [FFIType.i32, FFIType.i32], returns: FFIType.i32 } }).symbols.flock;
