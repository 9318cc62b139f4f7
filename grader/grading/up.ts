// What is up, and grading it where it stands.

import { existsSync } from "node:fs";
import { Mistake } from "../../harness/ground/error.ts";
import { halfOf } from "../../harness/ground/half.ts";
import { identify } from "../../harness/ground/process.ts";
import { noteProgress } from "../../harness/ground/progress.ts";
import { labNames } from "../../harness/lab/names.ts";
import { requireRoot } from "../../harness/machine/require.ts";
import { studentOf } from "../../harness/student/id.ts";
import { type Entry, find, findAll } from "../../harness/world/registry.ts";
import { checkFiles, exerciseFiles, halfFiles, labNamed, theLab } from "./catalogue.ts";
import { type GradeOptions, gradeWorld } from "./grade.ts";
import type { LabGrade } from "./lab-grade.ts";
import { defaultTimeout } from "./timeout.ts";

export type Up = Pick<Entry, "lab" | "anchor" | "half" | "student" | "exercise">;

/** Which world is graded, and by whose values. */
type Asked = { machine?: true; as?: string; peer?: string; student?: string; timeout?: number } & Pick<
  GradeOptions,
  "evidence" | "checkers" | "hear"
>;

/** Where the labs of these names are to be graded; without names, all that is up. */
export function labsUp(names: string[], asked: Asked): Up[] {
  const isMachine = Boolean(asked.machine);
  const folder = names.find((word) => /[./]/.test(word) && existsSync(word));
  if (folder) throw new Mistake("Say where the grades of a class go", `bun grader ${folder} --out DIR`);
  if (names.length) return names.map(labNamed).map((lab) => worldOf(lab, isMachine));
  const all = findAll().filter(({ kind }) => kind === "machine" || !isMachine);
  if (!all.length) throw new Mistake("Cannot grade: no lab is up", `bun labs/${labNames()[0]}.ts`);
  return all;
}

/** Where the one lab that was named is to be graded; `mode` says what needs it. */
export const theWorld = (names: string[], { machine }: Asked, mode: string): Up =>
  worldOf(theLab(names, mode), Boolean(machine));

/** Grades it by the half and for the student that were asked for, else those that it was begun with. */
export async function gradeUp(up: Up, asked: Asked): Promise<LabGrade> {
  const { student, ...options } = optionsFor(up, asked);
  const grade = await gradeWorld(up.lab, up.anchor.pid, { student, ...options });
  // a lab that was built to be looked at is nobody's work
  if (up.exercise) noteProgress(up.lab, { done: grade.score, of: grade.maxScore }, student);
  return grade;
}

/** How it is graded: by which checks, for whom. */
export function optionsFor(up: Up, asked: Asked): GradeOptions {
  const { timeout = defaultTimeout, student = studentOf(up), evidence, checkers, hear } = asked;
  const half = halfOf(asked) ?? up.half;
  const files = half ? halfFiles(up.lab, half) : up.exercise ? exerciseFiles(up.lab) : checkFiles(up.lab);
  return { timeout, student, files, ...(evidence && { evidence }), checkers, hear };
}

/** Where the lab is to be graded. On the machine nothing need be up: what stands there may be built by hand. */
function worldOf(lab: string, onMachine: boolean): Up {
  const entry = find(lab, onMachine ? "machine" : undefined);
  if (onMachine || entry?.kind === "machine")
    requireRoot(`grade lab "${lab}" on this machine`, `bun grader ${lab.slice(0, 2)} --machine`);
  if (!entry && onMachine) return { lab, anchor: identify(1)! };
  if (!entry) throw new Mistake(`Cannot grade lab "${lab}": it is not up`, `bun labs/${lab}.ts`);
  return entry;
}
