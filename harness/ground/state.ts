// What outlives a program: which labs are up, and what was typed in them.

import { existsSync, readlinkSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Mistake, reasonOf } from "./error.ts";
import { quote } from "./quote.ts";

/** The folder that remembers which labs are up; XDG Base Directory: state that outlives a restart of the program. */
export const stateDir = (): string =>
  join(process.env.XDG_STATE_HOME || join(process.env.HOME || homedir(), ".local/state"), "container-network-labs");

/** The state directory failed: the same message wherever it is met. */
export function unusable(verb: string, error: unknown): Mistake {
  if (error instanceof Mistake) return error;
  const action = `Cannot ${verb} the state directory "${stateDir()}"`;
  const target = leadsNowhere();
  if (target !== undefined)
    return new Mistake(`${action}: it is a link to "${target}", which is not there`, `rm ${quote(stateDir())}`);
  return new Mistake(
    `${action}: ${reasonOf(error)}`,
    "make it writable (and free some disk), or choose another: XDG_STATE_HOME=DIR",
  );
}

/** Is nothing there yet? A link that leads nowhere is something: throws. */
export function isNotThere(error: unknown): boolean {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") return false;
  if (leadsNowhere() !== undefined) throw unusable("read", error);
  return true;
}

function leadsNowhere(): string | undefined {
  try {
    return existsSync(stateDir()) ? undefined : readlinkSync(stateDir());
  } catch {
    return undefined;
  }
}
