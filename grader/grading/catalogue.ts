import { accessSync, constants, readdirSync } from "node:fs";
import { join } from "node:path";
import { Mistake } from "../../harness/ground/error.ts";
import type { Half } from "../../harness/ground/half.ts";
import { project } from "../../harness/ground/paths.ts";
import { labMeant } from "../../harness/lab/names.ts";
import { hasOwnExercise } from "../../harness/lab/own-exercise.ts";
import { labScript } from "../../harness/lab/variant.ts";

/** The lab that "03", "3" or "03-bridge" means. */
export const labNamed = (word: string): string => labMeant(word, (number) => `bun grader ${number}`);

/** The one lab that was named; `mode` says what needs it. */
export function theLab([lab, more]: string[], mode: string): string {
  if (!lab || more) throw new Mistake("Name one lab", `bun grader 03 ${mode}`);
  return labNamed(lab);
}

export type CheckFile = {
  name: string;
  path: string;
  isExecutable: boolean;
  /** Of a file for halves: which half it checks. */
  half?: Half;
};

/** The file that checks one machine's half of a lab. */
export function halfFiles(lab: string, half: Half): CheckFile[] {
  labScript(lab, { half });
  return [{ name: `${lab}.ts`, path: join(project, `grader/halves/${lab}.ts`), isExecutable: false, half }];
}

/** The files that check a lab: the modules, and any executable whose name starts with the lab's number. */
export function checkFiles(lab: string, folder = join(project, "grader/checks")): CheckFile[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${lab.slice(0, 2)}-`))
    .sort()
    .map((name) => ({ name, path: join(folder, name), isExecutable: isExecutable(join(folder, name)) }))
    .filter(({ name, isExecutable }) => isExecutable || name.endsWith(".ts"));
}

const ofExercises = join(project, "grader/exercises");

export const isOfExercise = ({ path }: CheckFile): boolean => path.startsWith(`${ofExercises}/`);

/** The files that check a lab's exercise: its own, where it has some, else the lab's. */
export function exerciseFiles(lab: string): CheckFile[] {
  const own = hasOwnExercise(lab) ? checkFiles(lab, ofExercises) : [];
  return own.length ? own : checkFiles(lab);
}

/** May whoever runs this run the file? */
export function isExecutable(path: string | Buffer): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
