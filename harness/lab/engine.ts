// What builds a lab's containers: `ip netns` by hand, or Docker. Each lab's file for Docker is labs/docker/NN-name.ts.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { Mistake } from "../error.ts";
import { project } from "../world/paths.ts";
import type { Flags } from "./flags.ts";

/** The lab's file below the project's folder. */
export function labFile(lab: string, { engine }: Flags = {}): string {
  if (engine !== "docker") return `labs/${lab}.ts`;
  const file = `labs/docker/${lab}.ts`;
  if (existsSync(join(project, file))) return file;
  throw new Mistake(`Lab "${lab}" is not there with Docker`, `bun labs/${lab}.ts`);
}
