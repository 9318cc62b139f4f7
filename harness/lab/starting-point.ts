// What an exercise begins with: a starting point of its own, or the lab's steps that are marked `given`.

import { join } from "node:path";
import { Mistake } from "../ground/error.ts";
import { project } from "../ground/paths.ts";
import { valuesOf } from "../student/values.ts";
import { entering, insideEnvironment } from "../world/enter.ts";
import { listingMark } from "../world/marks.ts";
import type { World } from "../world/world.ts";
import { withFurther } from "./further.ts";
import type { ListedStep } from "./listed-step.ts";
import { exerciseOf } from "./own-exercise.ts";
import { labScript, type Variant } from "./variant.ts";

const listed = new Map<string, Promise<ListedStep[]>>();

/** Whose starting point, of which variant of the lab. */
export type Whose = Variant & { student?: string | undefined };

/** The lab's steps with their commands, a student's or the notes', listed without running any. */
export async function stepsOf(lab: string, { student, ...variant }: Whose = {}): Promise<ListedStep[]> {
  const values = valuesOf(lab, student);
  const key = JSON.stringify([lab, values.further, variant]);
  const steps = listed.get(key) ?? list(lab, variant).then((own) => withFurther(lab, own, values.further));
  listed.set(key, steps);
  return (await steps).map((step) => ({ ...step, commands: step.commands.map(values.of) }));
}

async function list(lab: string, variant: Variant): Promise<ListedStep[]> {
  const { half } = variant;
  const words = half ? ["--machine", "--as", half.as, "--peer", half.peer] : [];
  const script = Bun.spawn([process.execPath, join(project, labScript(lab, variant)), ...words], {
    env: { ...process.env, [listingMark]: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [said, complaint, status] = await Promise.all([script.stdout.text(), script.stderr.text(), script.exited]);
  if (status !== 0) throw new Mistake(`Cannot list the steps of lab "${lab}": ${complaint.trim()}`);
  return JSON.parse(said);
}

/** What an exercise begins with: its own starting point, or the commands of the lab's given steps. */
export async function givenCommands(lab: string, whose: Whose = {}): Promise<string[]> {
  const own = whose.half || whose.isDocker ? undefined : await exerciseOf(lab, whose.student);
  return own?.given ?? (await stepsOf(lab, whose)).filter(({ given }) => given).flatMap((step) => step.commands);
}

/** Runs the given steps in an empty world; gives their commands. Throws where one fails. */
export async function buildStartingPoint(lab: string, world: World, whose: Whose = {}): Promise<string[]> {
  const commands = await givenCommands(lab, whose);
  const shell = Bun.spawn([...entering(world), "sh", "-e"], {
    stdin: new Blob([commands.map((command) => `${command}\n`).join("")]),
    stdout: "ignore",
    stderr: "pipe",
    env: insideEnvironment(),
  });
  const [complaint, status] = await Promise.all([shell.stderr.text(), shell.exited]);
  if (status !== 0) throw new Mistake(`Cannot build the starting point of lab "${lab}": ${complaint.trim()}`);
  return commands;
}
