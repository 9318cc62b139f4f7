// What a student has besides the notes' scenario, a container or a task more: labs/NN-name.further.ts, where a lab has room for it.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { Mistake } from "../ground/error.ts";
import { project } from "../ground/paths.ts";
import type { ListedStep } from "./listed-step.ts";

/** For the first one more, then for the second: the commands that come at the end of the lab's steps, by the steps' ids. */
export type Further = Record<string, string[]>[];

/** The lab's steps with the first so many of what it has besides. */
export async function withFurther(lab: string, steps: ListedStep[], count: number): Promise<ListedStep[]> {
  const file = `labs/${lab}.further.ts`;
  if (count === 0 || !existsSync(join(project, file))) return steps;
  const { default: all }: { default: Further } = await import(join(project, file));
  const further = all.slice(0, count);
  for (const id of further.flatMap(Object.keys))
    if (!steps.some((step) => step.id === id)) throw new Mistake(`Cannot find the step "${id}", named by ${file}`);
  return steps.map((step) => ({
    ...step,
    commands: [...step.commands, ...further.flatMap(({ [step.id]: commands = [] }) => commands)],
  }));
}
