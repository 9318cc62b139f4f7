// What an exercise begins with: the lab's steps that are marked `given`.

import { join } from "node:path";
import { Mistake } from "../error.ts";
import { entering, insideEnvironment, listingMark } from "../world/enter.ts";
import { project } from "../world/paths.ts";
import type { ProcessId } from "../world/process.ts";
import type { ListedStep } from "./listing.ts";
import { scriptOf, type Variant } from "./script.ts";

/** The lab's steps with their commands, listed without running any. */
export async function stepsOf(lab: string, variant: Variant = {}): Promise<ListedStep[]> {
  const { half } = variant;
  const words = half ? ["--machine", "--as", half.as, "--peer", half.peer] : [];
  const script = Bun.spawn([process.execPath, join(project, scriptOf(lab, variant)), ...words], {
    env: { ...process.env, [listingMark]: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [said, complaint, status] = await Promise.all([script.stdout.text(), script.stderr.text(), script.exited]);
  if (status !== 0) throw new Mistake(`Cannot list the steps of lab "${lab}": ${complaint.trim()}`);
  return JSON.parse(said);
}

/** Runs the given steps in an empty world; gives their commands. Throws where one fails. */
export async function buildStartingPoint(lab: string, anchor: ProcessId, variant: Variant = {}): Promise<string[]> {
  const commands = (await stepsOf(lab, variant)).filter(({ given }) => given).flatMap((step) => step.commands);
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
