// A submission's world that stays up after it was graded. It ends with its starter, so that is a process of its own.

import { join } from "node:path";
import { Mistake } from "../../harness/ground/error.ts";
import { project } from "../../harness/ground/paths.ts";
import { find } from "../../harness/world/registry.ts";
import type { LabGrade } from "../grading/lab-grade.ts";

/** What is to be graded and kept; the bytes are Base64. */
export type Kept = { lab: string; name: string; bytes: string; timeout: number; student?: string };

/** Grades the script and leaves its world up, until `down`. Where a lab of that name is up, that is not replaced. */
export async function gradeAndKeep(asked: Kept): Promise<LabGrade> {
  const { lab } = asked;
  if (find(lab)) throw new Mistake(`Lab "${lab}" is up already, and would be replaced`, `bun labs/${lab}.ts down`);
  const keeper = Bun.spawn([process.execPath, join(project, "grader/programs/keep.ts")], {
    stdio: [new Blob([JSON.stringify(asked)]), "pipe", "pipe"],
    detached: true, // Ctrl-C here is not for the world
    env: process.env, // its language too
  });
  let said = "";
  const decoder = new TextDecoder();
  for await (const chunk of keeper.stdout) {
    said += decoder.decode(chunk, { stream: true });
    if (said.includes("\n")) break;
  }
  keeper.unref();
  if (said.includes("\n")) return JSON.parse(said);
  throw new Mistake(`Cannot keep the world of lab "${lab}": ${(await keeper.stderr.text()).trim()}`, "bun run doctor");
}

/** How to look at it. */
export const lookAt = (lab: string): string =>
  [
    `bun labs/${lab}.ts graph`,
    `bun labs/${lab}.ts shell`,
    `bun labs/${lab}.ts walk docker1 docker2`,
    `bun labs/${lab}.ts down`,
  ]
    .map((line) => `→ ${line}\n`)
    .join("");
