// The part of completion that each shell runs: it asks for candidates, and shows them.

import { join } from "node:path";
import { project } from "../../harness/ground/paths.ts";
import { quote } from "../../harness/ground/quote.ts";

export const shells = ["bash", "zsh", "fish"] as const;
export type ShellName = (typeof shells)[number];

/** What the shell is to read. */
export async function scriptFor(shell: ShellName): Promise<string> {
  const file = join(import.meta.dir, `course.${shell}`);
  const program = [process.execPath, join(project, "grader/completions/index.ts")].map(quote);
  const asking =
    shell === "fish" ? `set -g __course_program ${program.join(" ")}` : `__course_program=(${program.join(" ")})`;
  return `${asking}\n${await Bun.file(file).text()}`;
}
