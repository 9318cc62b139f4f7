// What is up: one small file per lab in the user's state directory. A file whose process is gone means "not up".

import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { textOfFile, writeWhole } from "../ground/files.ts";
import type { Half } from "../ground/half.ts";
import { isAlive, type ProcessId } from "../ground/process.ts";
import { isNotThere, stateDir, unusable } from "../ground/state.ts";
import { isRoot } from "../ground/unprivileged.ts";
import { recallMachine } from "../machine/entry.ts";
import type { Language } from "../text/language.ts";
import type { World } from "./world.ts";

export type Entry = World & {
  lab: string;
  /** False while the lab script builds, and for good when it was stopped before its end. */
  complete: boolean;
  /** Is it an exercise? Then its own checks judge it. */
  exercise?: true;
  /** Of an exercise: the student whose values it has, and what tells the course's secret from another (student/id.ts). */
  student?: { id: string; mark: string } | undefined;
  /** Of an exercise that was begun in a language: its other verbs speak it too. */
  lang?: Language | undefined;
  /** A submission's, kept after it was graded: it has nothing of the project in it. */
  isConfined?: true;
  /** On the machine: which half of the lab it is, of a lab that takes two machines. */
  half?: Half;
  /** The lab's earlier world, until it is gone: a kill between the two must not lose it. */
  replaces?: ProcessId;
};

/** The file that tells of the lab's sandbox. */
export const fileOf = (lab: string): string => join(stateDir(), `${lab}.json`);

/** The lab's entry if it is up: in that world, or where none is named in a sandbox before the machine. */
export function find(lab: string, kind?: World["kind"]): Entry | undefined {
  const sandbox = kind === "machine" ? undefined : recall(lab);
  if (sandbox && isAlive(sandbox.anchor)) return sandbox;
  const machine = kind === "sandbox" ? undefined : recallMachine();
  return machine && machine.lab === lab && isAlive(machine.anchor) ? machine : undefined;
}

/** The lab's entry for its sandbox as it was written, up or not. */
export function recall(lab: string): Entry | undefined {
  let text: string;
  try {
    text = textOfFile(fileOf(lab));
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw unusable("read", error);
  }
  return parse(text);
}

/** Every lab that is up, by name; on the machine only what this user may look at. */
export function findAll(): Entry[] {
  let files: string[];
  try {
    files = readdirSync(stateDir());
  } catch (error) {
    if (!isNotThere(error)) throw unusable("read", error);
    files = [];
  }
  const labs = files.filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -".json".length));
  const onMachine = isRoot() ? [recallMachine()?.lab ?? []].flat() : [];
  return [
    ...labs.sort().flatMap((lab) => find(lab, "sandbox") ?? []),
    ...onMachine.flatMap((lab) => find(lab, "machine") ?? []),
  ];
}

/** Writes the entry whole or not at all: a full disk or a kill leaves the earlier one. */
export function remember(entry: Entry): void {
  try {
    mkdirSync(stateDir(), { recursive: true, mode: 0o700 });
    writeWhole(fileOf(entry.lab), JSON.stringify(entry));
  } catch (error) {
    throw unusable("write", error);
  }
}

export function forget(lab: string): void {
  try {
    rmSync(fileOf(lab), { force: true });
  } catch (error) {
    throw unusable("write", error);
  }
}

// A file that is not ours (cut off, edited) names no world: the lab counts as not up.
function parse(text: string): Entry | undefined {
  try {
    const entry = JSON.parse(text);
    return typeof entry?.anchor?.pid === "number" ? { ...entry, kind: "sandbox" } : undefined;
  } catch {
    return undefined;
  }
}
