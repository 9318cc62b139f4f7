import { basename, dirname } from "node:path";
import type { Tools } from "./lab/inside.ts";
import { foregroundMark, insideMark, listingMark } from "./world/marks.ts";

export { cniPlugins } from "./cni/plugins.ts";
export type { Further } from "./lab/further.ts";
export type { Tools } from "./lab/inside.ts";
export type { Exercise, ExerciseFile } from "./lab/own-exercise.ts";

type Options = {
  /** Throws, before a world is started, where the machine lacks what this lab builds with. */
  needs?: () => unknown;
  /** Every student has the notes' values, for nobody could have others. Read from the file: student/alike.ts. */
  alike?: true;
};

/**
 * Begins a lab. On the machine it carries out the verb on the command line and ends the process; `up` starts the lab's
 * world and runs the same file again inside it, where this returns the tools that the rest of the file builds with.
 */
export async function lab(meta: ImportMeta, { needs }: Options = {}): Promise<Tools> {
  const name = basename(meta.path, ".ts").replace(/\.half$/, "");
  const isDocker = basename(dirname(meta.path)) === "docker";
  const line = [...(isDocker ? ["--engine", "docker"] : []), ...process.argv.slice(2)];
  if (process.env[insideMark]) return (await import("./lab/inside.ts")).tools(name, line);
  if (process.env[listingMark]) return (await import("./lab/listing.ts")).listing(name, line);
  if (process.env[foregroundMark]) (await import("./lab/foreground.ts")).takeTerminal();
  const { carryOut } = await import("./lab/carry-out.ts");
  const { mainly } = await import("./ground/error.ts");
  return mainly(() => carryOut(name, line, needs));
}

/** `bun labs`: carries out the call, and ends the process. */
export async function course(typed: string[]): Promise<never> {
  const { course: carryOut } = await import("./lab/course.ts");
  const { mainly } = await import("./ground/error.ts");
  return mainly(() => carryOut(typed));
}
