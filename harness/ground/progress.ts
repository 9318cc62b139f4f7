// How far the labs of this user are: what the grader found at best, and which labs were begun at all.

import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { textOf, writeWhole } from "./files.ts";
import { stateDir } from "./state.ts";

/** How much of an exercise was done at best, of how much: 0 of 0 where it was begun and never graded. */
export type Progress = { done: number; of: number };

type Kept = Record<string, Progress>; // by lab, or by lab and student

const fileOf = (): string => join(stateDir(), "progress.json");
const keyOf = (lab: string, student?: string): string => (student === undefined ? lab : `${lab} ${student}`);

/** Undefined where the lab was never begun. A file that is not ours counts as none. */
export const progressOf = (lab: string, student?: string): Progress | undefined => kept()[keyOf(lab, student)];

/** Remembers that the lab was begun, and how much of it was done where that is more than before. */
export function noteProgress(lab: string, { done, of }: Progress, student?: string): void {
  const all = kept();
  const key = keyOf(lab, student);
  const before = all[key];
  // another `of`: the course has changed, and what counted before counts otherwise now
  if (before && before.of === of && before.done >= done) return;
  if (before && of === 0) return;
  try {
    mkdirSync(dirname(fileOf()), { recursive: true, mode: 0o700 });
    writeWhole(fileOf(), `${JSON.stringify({ ...all, [key]: { done, of } }, null, 2)}\n`);
  } catch {
    // a state folder that cannot be written stops nobody's work: whoever needs it says so
  }
}

function kept(): Kept {
  try {
    const found = JSON.parse(textOf(fileOf()) ?? "{}");
    return typeof found === "object" && found !== null ? found : {};
  } catch {
    return {};
  }
}
