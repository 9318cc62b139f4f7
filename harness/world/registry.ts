// What is up: one small file per lab in the user's state directory. A file whose process is gone means "not up".

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Mistake, reasonOf } from "../error.ts";
import { stateDir } from "./paths.ts";
import { isAlive, type ProcessId } from "./process.ts";

export type Entry = {
  lab: string;
  world: "sandbox";
  anchor: ProcessId;
  /** False while the lab script builds, and for good when it was stopped before its end. */
  complete: boolean;
  /** Of an exercise: the student whose values it has, and what tells the course's secret from another (student/id.ts). */
  student?: { id: string; mark: string };
  /** The lab's earlier world, until it is gone: a kill between the two must not lose it. */
  replaces?: ProcessId;
};

const fileOf = (lab: string): string => join(stateDir(), `${lab}.json`);

/** The lab's entry if its world is up. */
export function find(lab: string): Entry | undefined {
  const entry = recall(lab);
  return entry && isAlive(entry.anchor) ? entry : undefined;
}

/** The lab's entry as it was written, its world up or not. */
export function recall(lab: string): Entry | undefined {
  let text: string;
  try {
    text = readFileSync(fileOf(lab), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw unusable("read", error);
  }
  return parse(text);
}

/** Every lab that is up, by name. */
export function findAll(): Entry[] {
  let files: string[];
  try {
    files = readdirSync(stateDir());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw unusable("read", error);
  }
  const labs = files.filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -".json".length));
  return labs.sort().flatMap((lab) => find(lab) ?? []);
}

/** Writes the entry whole or not at all: a full disk or a kill leaves the earlier one. */
export function remember(entry: Entry): void {
  const draft = `${fileOf(entry.lab)}.${process.pid}`;
  try {
    mkdirSync(stateDir(), { recursive: true, mode: 0o700 });
    writeFileSync(draft, JSON.stringify(entry));
    renameSync(draft, fileOf(entry.lab));
  } catch (error) {
    rmSync(draft, { force: true });
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
    return typeof entry?.anchor?.pid === "number" ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** The state directory failed: the same message wherever it is met. */
export const unusable = (verb: string, error: unknown): Mistake =>
  new Mistake(
    `Cannot ${verb} the state directory "${stateDir()}": ${reasonOf(error)}`,
    "make it writable (and free some disk), or choose another: XDG_STATE_HOME=DIR",
  );
