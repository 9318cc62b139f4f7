// Which script builds: the lab's own, one machine's half of it, or the one with Docker's containers.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { Mistake } from "../ground/error.ts";
import { type Half, halfOf } from "../ground/half.ts";
import { project } from "../ground/paths.ts";
import type { BuildFlags } from "./verb.ts";

export type Variant = { half?: Half | undefined; isDocker?: boolean };

/** The variant that a command line names. */
export const variantOf = (flags: BuildFlags): Variant => ({ half: halfOf(flags), isDocker: flags.engine === "docker" });

/** The script, below the project's folder. */
export function labScript(lab: string, { half, isDocker }: Variant = {}): string {
  const script = isDocker ? `labs/docker/${lab}.ts` : half ? `labs/${lab}.half.ts` : `labs/${lab}.ts`;
  if (existsSync(join(project, script))) return script;
  if (isDocker) throw new Mistake(`Lab "${lab}" is not there with Docker`, `bun labs/${lab}.ts`);
  throw new Mistake(`Lab "${lab}" has no halves: one machine holds all of it`, `sudo bun labs/${lab}.ts --machine`);
}
