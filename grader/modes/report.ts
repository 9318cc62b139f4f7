// What modes do with grades: a report, and an exit status.

import { writeFileSync } from "node:fs";
import { Mistake, reasonOf } from "../../harness/ground/error.ts";
import { writeStdout } from "../../harness/kernel/stdout.ts";
import { languageOf } from "../../harness/text/language.ts";
import type { GradeOptions, LabGrade } from "../grading/grade.ts";
import { reporterNamed } from "../reporters/index.ts";
import { complaintsOf } from "../reporters/lines.ts";
import type { ReportFlags } from "./mode.ts";

/** Prints the report, and what went wrong with the grading itself; gives the exit status. */
export async function report(grades: LabGrade[], flags: ReportFlags): Promise<number> {
  await print(grades, flags);
  const complaints = grades.flatMap((grade) => complaintsOf(grade, languageOf(flags.lang)));
  for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
  return statusOf(grades);
}

/** What is gathered besides, for a report that shows the world. */
export const evidenceFor = ({ reporter, lang }: ReportFlags): Pick<GradeOptions, "evidence"> =>
  reporter === "html" ? { evidence: languageOf(lang) } : {};

/** Prints the report alone. */
export async function print(grades: LabGrade[], { reporter = "text", output, lang }: ReportFlags): Promise<void> {
  const reportOn = await reporterNamed(reporter);
  await write(reportOn(grades, languageOf(lang)), output);
}

/** Writes a report to the file, or to standard output: all of it, before the process ends. */
export async function write(text: string, file: string | undefined): Promise<void> {
  if (file === undefined) writeStdout(text);
  else
    try {
      writeFileSync(file, text);
    } catch (error) {
      throw new Mistake(`Cannot write the report "${file}": ${reasonOf(error)}`);
    }
}

export function statusOf(grades: LabGrade[]): number {
  const outcomes = grades.flatMap((grade) => grade.checks.map((point) => point.outcome));
  if (outcomes.includes("error") || grades.some((grade) => grade.complaints.length)) return 2;
  return outcomes.every((outcome) => outcome === "pass") ? 0 : 1;
}
