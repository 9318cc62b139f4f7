// The users that a command line is tried as: an ordinary one always, root where the tests run as root.

import { chmodSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { project } from "../harness/ground/paths.ts";
import { runEnvironment } from "./folder.ts";
import { finish, type Said, start as spawn } from "./run.ts";
import { becomeOrdinary, ordinaryUser } from "./user.ts";

export type Who = { name: string; argv: string[]; cwd: string; env: Record<string, string> };

/** Each with a state directory of its own, and these variables; all of it goes when the tests end. */
export function everybody(variables: Record<string, string>): Who[] {
  const user = ordinaryUser();
  const environment = (own: Record<string, string>) => {
    const folder = mkdtempSync(join(user.home, "state-of-"));
    chmodSync(folder, 0o777); // whoever it is makes the state directory in it
    return { ...own, ...variables, XDG_STATE_HOME: join(folder, "state") };
  };
  const ordinary = {
    name: "an ordinary user",
    argv: becomeOrdinary(),
    cwd: user.project,
    env: environment(user.env),
  };
  if (process.getuid?.() !== 0) return [ordinary];
  return [ordinary, { name: "root", argv: [], cwd: project, env: environment(runEnvironment()) }];
}

export const start = (who: Who, ...line: string[]) => spawn([...who.argv, process.execPath, ...line], who);

/** Runs bun with these words to its end. */
export const call = (who: Who, ...line: string[]): Promise<Said> => finish(start(who, ...line));
