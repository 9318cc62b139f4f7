// A file of checks, by a student's values: its source is read with them in place of the notes', and so is what it imports
// from the vocabulary.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { plugin } from "bun";
import { Mistake, reasonOf } from "../../harness/ground/error.ts";
import type { Half } from "../../harness/ground/half.ts";
import { project } from "../../harness/ground/paths.ts";
import type { Values } from "../../harness/student/values.ts";
import type { Check } from "../vocabulary/check.ts";

// what files of checks import: the vocabulary, and an exercise's the lab's own checks
const shared = ["grader/vocabulary", "grader/checks"].map((folder) => join(project, folder));

export type CheckModule = {
  default: Check[];
  /** The checks of so many further containers, which a student has and the notes do not. */
  further?: (all: number) => Check[];
  /** The ids of the checks that judge a task, by the task's id in the course text. */
  tasks?: Record<string, string[]>;
};

/** Loads the module's checks; their ids are those of the course text, whatever the student's containers are called. */
export async function checksOf(file: string, values: Values, half?: Half): Promise<Check[]> {
  if (!values.areNotes) translate(Array.from(new Set([dirname(file), ...shared])), values);
  const { default: checks, further, tasks = {} } = await loaded(file, half);
  const all = [...checks, ...(further?.(values.further) ?? [])];
  for (const check of all) {
    const task = Object.keys(tasks).find((id) => tasks[id]!.includes(check.id));
    if (task) check.task = values.canonicalId(task);
    check.id = values.canonicalId(check.id);
  }
  return all;
}

async function loaded(file: string, half: Half | undefined): Promise<CheckModule> {
  try {
    return half ? halfOf(await import(file), half) : await import(file);
  } catch (error) {
    throw new Mistake(`Cannot load the checks: ${placeOf(error, file)}: ${reasonOf(first(error))}`);
  }
}

/** Of several faults in a file Bun throws all at once: the first says the most. */
const first = (error: unknown): unknown => (error instanceof AggregateError ? error.errors[0] : error);

/** Where in a file the fault is: where the parser stopped, "grader/checks/03-bridge.ts:40:6", or the line that was running. */
function placeOf(error: unknown, file: string): string {
  const { position, stack = "" } = first(error) as Partial<BuildMessage> & { stack?: string };
  const [, running] = stack.match(/^ +at .*?(\/[^()\n]+:\d+):\d+\)?$/m) ?? [];
  const place = position ? `${position.file}:${position.line}:${position.column}` : (running ?? file);
  return place.startsWith(`${project}/`) ? place.slice(project.length + 1) : place;
}

/** A file for halves gives the checks of one of them. */
const halfOf = (
  { default: checks, tasks }: Pick<CheckModule, "tasks"> & { default: (half: Half) => Check[] },
  half: Half,
): CheckModule => ({ default: checks(half), ...(tasks && { tasks }) });

function translate(folders: string[], { of }: Values): void {
  const within = folders.map((folder) => RegExp.escape(`${folder}/`)).join("|");
  plugin({
    name: "a student's values",
    setup: (build) => {
      build.onLoad({ filter: new RegExp(`^(?:${within}).*\\.ts$`) }, ({ path }) => ({
        contents: of(readFileSync(path, "utf8")),
        loader: "ts",
      }));
    },
  });
}
