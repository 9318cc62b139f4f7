// A lab's exercise where it has another scenario than the lab itself: labs/exercises/NN-name.ts gives its commands.

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Hidden } from "../graph/hidden.ts";
import { project } from "../ground/paths.ts";
import { progressOf } from "../ground/progress.ts";
import { type Chance, chanceOf } from "../student/chance.ts";
import { valuesOf } from "../student/values.ts";
import type { Entry } from "../world/registry.ts";

/** An exercise: shell commands on the host of an empty world. */
export type Exercise = {
  /** The starting point. */
  given: string[];
  /** What is asked about the starting point: each answer's name, in the order of the tasks. */
  questions?: string[];
  /** What is asked, and so is in no picture, table or story. */
  hides?: Hidden;
  /** Solves all tasks from the starting point, for any student: it finds the answers out by commands, as a student would. */
  solution: string[];
};

/** What the file's default export is. */
export type ExerciseFile = (chance: Chance) => Exercise;

const fileOf = (lab: string): string => join(project, `labs/exercises/${lab}.ts`);

/** Has the lab's exercise files of its own? */
export const hasOwnExercise = (lab: string): boolean => existsSync(fileOf(lab));

/** The exercise with the student's values, or the notes'; undefined where the lab's own scenario serves. */
export async function exerciseOf(lab: string, student: string | undefined): Promise<Exercise | undefined> {
  if (!hasOwnExercise(lab)) return undefined;
  const { default: make }: { default: ExerciseFile } = await import(fileOf(lab));
  const { given, questions = [], solution, hides } = make(chanceOf(lab, student));
  const { of } = valuesOf(lab, student);
  const folder = questions.length ? [`mkdir -p ${answersDir}`] : [];
  const own = { given: [...folder, ...given].map(of), questions: questions.map(of), solution: solution.map(of) };
  return { ...own, ...(hides && { hides: inValues(hides, of) }) };
}

const inValues = ({ nodes, walks, ...hides }: Hidden, of: (notes: string) => string): Hidden => ({
  ...hides,
  ...(nodes && { nodes: nodes.map(of) }),
  ...(walks && { walks: walks === true ? walks : walks.map(of) }),
});

/** What is asked in the exercise that is up, until all of it was done once. */
export async function hiddenIn(up: Pick<Entry, "lab" | "exercise" | "student">): Promise<Hidden> {
  if (!up.exercise) return {};
  const { done, of } = progressOf(up.lab, up.student?.id) ?? { done: 0, of: 0 };
  if (of > 0 && done >= of) return {};
  return (await exerciseOf(up.lab, up.student?.id))?.hides ?? {};
}

/** Where answers are, in the world of the exercise: a file each. */
export const answersDir = "/run/answers";
