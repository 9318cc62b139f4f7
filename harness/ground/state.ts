// What outlives a program: which labs are up, and what was typed in them.

import { homedir } from "node:os";
import { join } from "node:path";
import { Mistake } from "./error.ts";
import { inTheWayOf, reasonIn } from "./in-the-way.ts";
import { quote } from "./quote.ts";

/** The folder that remembers which labs are up; XDG Base Directory: state that outlives a restart of the program. */
export const stateDir = (): string =>
  join(process.env.XDG_STATE_HOME || join(process.env.HOME || homedir(), ".local/state"), "container-network-labs");

/** The state directory failed: the same message wherever it is met. */
export function unusable(verb: string, error: unknown): Mistake {
  if (error instanceof Mistake) return error;
  const folder = stateDir();
  return new Mistake(
    `Cannot ${verb} the state directory "${folder}": ${reasonIn(folder, error)}`,
    inTheWayOf(folder)?.path === folder
      ? `rm ${quote(folder)}`
      : "make it writable (and free some disk), or choose another: XDG_STATE_HOME=DIR",
  );
}

/** Is nothing there yet? What is there and leads to no folder, itself or a folder above it, is something: throws. */
export function isNotThere(error: unknown): boolean {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") return false;
  if (inTheWayOf(stateDir())) throw unusable("read", error);
  return true;
}
