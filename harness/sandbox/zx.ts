// What a submission in TypeScript or JavaScript may import, as files of its world's own: a mount would name the project's folder.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "../ground/paths.ts";
import type { SandboxFile } from "./sandbox.ts";

const folder = join(project, "node_modules/zx");
const inside = "/run/node_modules/zx";

let read: SandboxFile[] | undefined;

/** zx as a program needs it: no types, no manual. */
export function zxFiles(): SandboxFile[] {
  const programs = () => readdirSync(join(folder, "build")).filter((name) => /\.c?js$/.test(name));
  read ??= ["package.json", ...programs().map((name) => `build/${name}`)].map((name) => ({
    path: join(inside, name),
    bytes: readFileSync(join(folder, name)),
  }));
  return read;
}
