// The worlds that the course text's commands make, as they were recorded (docs/pictures): what its pictures show.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DrawnNode } from "../graph/world.ts";
import { project } from "../ground/paths.ts";
import { valuesOf } from "../student/values.ts";
import { hasOwnExercise } from "./own-exercise.ts";

/** The world after a section's commands. */
export type Pictured = { section: string; nodes: DrawnNode[] };

export const picturesFile = (lab: string): string => join(project, `docs/pictures/${lab}.jsonl`);

/** In the order of the text, in a student's values or the notes'. */
export function picturesOf(lab: string, values = (notes: string) => notes): Pictured[] {
  if (!existsSync(picturesFile(lab))) return [];
  const lines = readFileSync(picturesFile(lab), "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(values(line)));
}

/** What the lab's own tasks ask for: the world at the end of its text. Nothing where an exercise asks for something else. */
export function askedWorld(lab: string, isExercise: boolean, student: string | undefined): DrawnNode[] {
  if (isExercise && hasOwnExercise(lab)) return [];
  return picturesOf(lab, valuesOf(lab, student).of).at(-1)?.nodes ?? [];
}
