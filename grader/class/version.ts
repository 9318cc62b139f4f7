import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Glob } from "bun";
import { project } from "../../harness/ground/paths.ts";

// what turns a script into a grade: not how it is shown
const deciding = new Glob("{harness,grader}/**/*.ts");
const showing = /^(grader\/(reporters|class)|harness\/(text|doctor|graph))\//;

/** Names the grader as it is now, for one lab: another version may give another grade. */
export function graderVersion(lab: string, timeout: number, isIndividual: boolean): string {
  const files = [...deciding.scanSync(project)].filter((file) => !showing.test(file) && !isOfOtherLab(file, lab));
  const hash = createHash("sha256").update(
    `${Bun.version} ${timeout} ${isIndividual ? `individual ${process.env.COURSE_SECRET ?? ""}` : ""}`,
  );
  const labs = [...new Glob(`{labs,labs/exercises}/${lab}{,.further}.ts`).scanSync(project)];
  for (const file of [...labs, ...files].sort()) hash.update(`\0${file}\0`).update(readFileSync(join(project, file)));
  return hash.digest("hex").slice(0, 16);
}

const isOfOtherLab = (file: string, lab: string): boolean => {
  const number = file.match(/^grader\/(?:checks|exercises)\/(\d\d)-/)?.[1];
  return number !== undefined && !lab.startsWith(number);
};
