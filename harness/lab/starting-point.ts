// What an exercise begins with: the lab's steps that are marked `given`.

import { join } from "node:path";
import { Mistake } from "../error.ts";
import { valuesOf } from "../student/values.ts";
import { entering, furtherMark, insideEnvironment, listingMark } from "../world/enter.ts";
import { project } from "../world/paths.ts";
import type { ProcessId } from "../world/process.ts";
import type { ListedStep } from "./listing.ts";

const listed = new Map<string, Promise<ListedStep[]>>();

/** The lab's steps with their commands, a student's or the notes', listed without running any. */
export async function stepsOf(lab: string, student?: string): Promise<ListedStep[]> {
  const values = valuesOf(lab, student);
  const key = `${lab} ${values.further}`;
  const steps = listed.get(key) ?? list(lab, values.further);
  listed.set(key, steps);
  return (await steps).map((step) => ({ ...step, commands: step.commands.map(values.of) }));
}

async function list(lab: string, further: number): Promise<ListedStep[]> {
  const script = Bun.spawn([process.execPath, join(project, "labs", `${lab}.ts`)], {
    env: { ...process.env, [listingMark]: "1", [furtherMark]: String(further) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [said, complaint, status] = await Promise.all([script.stdout.text(), script.stderr.text(), script.exited]);
  if (status !== 0) throw new Mistake(`Cannot list the steps of lab "${lab}": ${complaint.trim()}`);
  return JSON.parse(said);
}

/** Runs the given steps in an empty world; gives their commands. Throws where one fails. */
export async function buildStartingPoint(lab: string, anchor: ProcessId, student?: string): Promise<string[]> {
  const commands = (await stepsOf(lab, student)).filter(({ given }) => given).flatMap((step) => step.commands);
  const shell = Bun.spawn([...entering(anchor), "sh", "-e"], {
    stdin: new Blob([commands.map((command) => `${command}\n`).join("")]),
    stdout: "ignore",
    stderr: "pipe",
    env: insideEnvironment(),
  });
  const [complaint, status] = await Promise.all([shell.stderr.text(), shell.exited]);
  if (status !== 0) throw new Mistake(`Cannot build the starting point of lab "${lab}": ${complaint.trim()}`);
  return commands;
}
