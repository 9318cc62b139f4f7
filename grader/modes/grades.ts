// What the modes that write a class's grades have in common.

import { text, type Values, valued } from "../../harness/command-line/flag.ts";
import { Mistake } from "../../harness/ground/error.ts";
import { languageOf } from "../../harness/text/language.ts";
import { timeDue } from "../class/due.ts";
import type { Graded } from "../class/index.ts";
import { type ReportFlags, reporting } from "./mode.ts";

export const grades = {
  out: text("DIR", { en: "where the grades go", zh: "成绩放到哪个目录" }),
  due: valued(
    "TIME",
    { en: "a submission written after it is late: 2026-11-30T23:59", zh: "之后写下的作业算迟交：2026-11-30T23:59" },
    (word) => {
      const date = timeDue(word);
      if (date) return date;
      throw new Mistake(`Unknown time "${word}": --due takes 2026-11-30T23:59`);
    },
  ),
  course: text("FILE", {
    en: "the course's file: due dates, weights, late work, rounding (docs/class/README.md)",
    zh: "课程文件：截止时间、权重、迟交规则、取整（见 docs/class/README.md）",
  }),
  publish: text("DIR", {
    en: "also a page for each student alone, without the last hints, under a name that nobody guesses",
    zh: "另为每个学生单独写一页：没有最后一条提示，文件名猜不到",
  }),
  ...reporting,
};

type Flags = Values<typeof grades> & ReportFlags;

/** How the pages are written, and where it is told how far that is: not where a report goes. */
export const pageOptions = async ({ due, course, publish, lang, reporter, output }: Flags) => ({
  ...{ due, publish },
  course: course === undefined ? undefined : (await import("../class/course.ts")).readCourse(course),
  language: languageOf(lang),
  progress: reporter !== undefined && output === undefined ? process.stderr : process.stdout,
});

/** Prints a report too, where one was asked for; gives the exit status. */
export async function reportClass({ results, status }: Graded, flags: Flags): Promise<number> {
  if (flags.reporter === undefined && flags.output === undefined) return status;
  const { gradesOf } = await import("../class/grades.ts");
  const { print } = await import("./report.ts");
  await print(gradesOf(results, languageOf(flags.lang)), flags);
  return status;
}
