// The verbs that the grader answers: it is a program of its own, started as `bun grader`.

import { join } from "node:path";
import { Mistake } from "../ground/error.ts";
import { project } from "../ground/paths.ts";
import { requireUp } from "./status.ts";
import type { EveryFlag } from "./verb.ts";

/** `bun grader NN` on this terminal. */
export const check = (lab: string, flags: EveryFlag & { watch?: true }): Promise<number> =>
  grader(lab, flags, flags.watch ? ["--watch"] : []);

/** The next hint for the first check that fails by itself. */
export const hint = (lab: string, flags: EveryFlag): Promise<number> => grader(lab, flags, ["--hint"]);

async function grader(lab: string, flags: EveryFlag, verb: string[]): Promise<number> {
  const { kind } = requireUp(lab, flags);
  const options = [
    ...verb,
    ...(flags.lang ? ["--lang", flags.lang] : []),
    ...(kind === "machine" ? ["--machine"] : []),
  ];
  const child = Bun.spawn([process.execPath, join(project, "grader/index.ts"), lab, ...options], {
    stdio: ["inherit", "inherit", "inherit"],
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal)); // it ends, and says how
  const status = await child.exited;
  if (child.signalCode) throw new Mistake(`The grader was ended by ${child.signalCode}`);
  return status;
}
