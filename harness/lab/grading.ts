// The verbs that the grader answers: it is a program of its own, started as `bun grader`.

import { join } from "node:path";
import { Mistake } from "../error.ts";
import { project } from "../world/paths.ts";
import type { Flags } from "./flags.ts";
import { requireUp } from "./status.ts";

/** `bun grader NN` on this terminal. */
export const check = (lab: string, flags: Flags): Promise<number> =>
  grader(lab, [...(flags.watch ? ["--watch"] : []), ...language(flags)]);

/** The next hint for the first check that fails by itself. */
export const hint = (lab: string, flags: Flags): Promise<number> => grader(lab, ["--hint", ...language(flags)]);

const language = ({ lang }: Flags): string[] => (lang ? ["--lang", lang] : []);

async function grader(lab: string, options: string[]): Promise<number> {
  requireUp(lab);
  const child = Bun.spawn([process.execPath, join(project, "grader/index.ts"), lab, ...options], {
    stdio: ["inherit", "inherit", "inherit"],
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal)); // it ends, and says how
  const status = await child.exited;
  if (child.signalCode) throw new Mistake(`The grader was ended by ${child.signalCode}`);
  return status;
}
