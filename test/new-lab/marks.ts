// What of a new lab is still to be written says so where it stands: TO WRITE: …

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "../../harness/ground/paths.ts";

const mark = /\bTO WRITE: |待写：/;

/** A text without its marks: what they ask for stays, as the words of somebody who is content with it. */
export const withoutMarks = (text: string): string => text.replaceAll(new RegExp(mark, "g"), "");

/** The files of a lab, below the project. */
export const filesOf = (lab: string): string[] => [
  `labs/${lab}.ts`,
  `docs/en/${lab}.md`,
  `docs/zh/${lab}.md`,
  `grader/checks/${lab}.ts`,
  `test/matrix/${lab}.ts`,
];

/** What of a lab is still to be written, each in one sentence with its place; in README.md that is its row in the list of labs. */
export const leftToWrite = (lab: string): string[] =>
  [...filesOf(lab), "README.md"].flatMap((file) => {
    const lines = existsSync(join(project, file)) ? readFileSync(join(project, file), "utf8").split("\n") : [];
    return lines.flatMap((line, at) => {
      if (!mark.test(line) || (file === "README.md" && !line.includes(`\`${lab}\``))) return [];
      return [`${file}:${at + 1}: still to write: ${line.split(mark)[1]!.replace(/ *\{#[\w-]+\}$| +\|$/, "")}`];
    });
  });
