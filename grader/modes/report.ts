// What modes do with grades: a report, and an exit status.

import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Mistake } from "../../harness/ground/error.ts";
import { reasonIn } from "../../harness/ground/in-the-way.ts";
import { inWords } from "../../harness/ground/phrases.ts";
import { writeStdout } from "../../harness/kernel/stdout.ts";
import { languageOf } from "../../harness/text/language.ts";
import type { LabGrade } from "../grading/lab-grade.ts";
import { reporterNamed } from "../reporters/index.ts";
import type { ReportFlags } from "./mode.ts";

/** Prints the report, and what went wrong with the grading itself; gives the exit status. */
export async function report(grades: LabGrade[] | Promise<LabGrade[]>, flags: ReportFlags): Promise<number> {
  const all = await print(grades, flags);
  const language = languageOf(flags.lang);
  for (const complaint of all.flatMap((grade) => grade.complaints))
    process.stderr.write(`${inWords(complaint, language)}\n`);
  return statusOf(all);
}

/** Prints the report alone; gives what it is of. */
export async function print(grades: LabGrade[] | Promise<LabGrade[]>, flags: ReportFlags): Promise<LabGrade[]> {
  const { reporter = "text", output, lang } = flags;
  const [all, reportOn] = await Promise.all([grades, reporterNamed(reporter)]); // it is loaded while they come
  await write(reportOn(all, languageOf(lang)), output);
  return all;
}

/** Writes a report to the file, or to standard output: all of it, before the process ends. */
export async function write(text: string, file: string | undefined): Promise<void> {
  if (file === undefined) writeStdout(text);
  else
    try {
      writeFileSync(file, text);
    } catch (error) {
      throw new Mistake(`Cannot write the report "${file}": ${reasonIn(dirname(file), error)}`);
    }
}

export function statusOf(grades: LabGrade[]): number {
  const outcomes = grades.flatMap((grade) => grade.checks.map((point) => point.outcome));
  if (outcomes.includes("error") || grades.some((grade) => grade.complaints.length)) return 2;
  return outcomes.every((outcome) => outcome === "pass") ? 0 : 1;
}
