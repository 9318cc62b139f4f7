// Gradescope's results.json: gradescope-autograders.readthedocs.io/en/latest/specs/, "Output format".

import { visible } from "../../harness/text/visible.ts";
import { asText, complaintsOf, reportOf } from "./lines.ts";
import { scriptLines } from "./ran.ts";
import type { Reporter } from "./reporter.ts";

const notes = {
  en: "The grader could not find out everything: this score is not final. Ask your instructor.",
  zh: "评分程序有未能判断的地方：这个分数不是最终成绩，请联系教师。",
};

/**
 * A test for each check, all of it plain text: nothing in a student's strings is Markdown, HTML or ANSI there.
 * Gradescope knows two states, passed and failed; a check that could not find out has a note on the whole.
 */
export const report: Reporter = (grades, language) => {
  const tests = grades.flatMap(({ lab, student, checks }, at) => {
    const { titleOf, lines } = reportOf({ lab, student }, language);
    return checks.map((point, index) => ({
      score: point.points,
      max_score: point.maxPoints,
      status: point.outcome === "pass" ? "passed" : "failed",
      name: grades.length > 1 ? `${lab}: ${titleOf(point)}` : titleOf(point),
      name_format: "text",
      number: grades.length > 1 ? `${at + 1}.${index + 1}` : String(index + 1),
      output: asText(lines(point)),
      output_format: "text",
      tags: [lab, point.outcome],
      visibility: "visible",
    }));
  });
  const complaints = grades.flatMap((grade) => complaintsOf(grade, language).map(visible));
  const scripts = grades.flatMap((grade) => scriptLines(grade, language));
  const isUnsure = complaints.length > 0 || grades.some(({ checks }) => checks.some((p) => p.outcome === "error"));
  const result = {
    score: grades.reduce((sum, grade) => sum + grade.score, 0),
    output: [...(isUnsure ? [notes[language], ...complaints] : []), ...scripts].join("\n"),
    output_format: "text",
    test_output_format: "text",
    test_name_format: "text",
    visibility: "visible",
    stdout_visibility: "hidden",
    tests,
  };
  return `${JSON.stringify(result, null, 2)}\n`;
};
