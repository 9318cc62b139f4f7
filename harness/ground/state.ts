// What outlives a program: which labs are up, and what was typed in them.

import { homedir } from "node:os";
import { join } from "node:path";
import { Mistake, reasonOf } from "./error.ts";

/** The folder that remembers which labs are up; XDG Base Directory: state that outlives a restart of the program. */
export const stateDir = (): string =>
  join(process.env.XDG_STATE_HOME || join(process.env.HOME || homedir(), ".local/state"), "container-network-labs");

/** The state directory failed: the same message wherever it is met. */
export const unusable = (verb: string, error: unknown): Mistake =>
  new Mistake(
    `Cannot ${verb} the state directory "${stateDir()}": ${reasonOf(error)}`,
    "make it writable (and free some disk), or choose another: XDG_STATE_HOME=DIR",
  );
