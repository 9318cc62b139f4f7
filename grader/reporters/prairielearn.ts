// PrairieLearn's results.json: docs.prairielearn.com/externalGrading/, "Grading results".

import { visible } from "../../harness/text/visible.ts";
import { asText, complaintsOf, reportOf } from "./lines.ts";
import { scriptLines } from "./ran.ts";
import type { Reporter } from "./reporter.ts";

const messages = {
  en: { passed: "All checks passed.", open: "Some checks did not pass yet.", unsure: "The grader could not find out" },
  zh: { passed: "所有检查都已通过。", open: "还有检查没有通过。", unsure: "评分程序无法判断" },
};

/**
 * A test for each check; `score` is the share of the points. Where the grader itself could not find something out,
 * the attempt is not gradable: PrairieLearn then neither gives nor takes points, nor counts the attempt.
 */
export const report: Reporter = (grades, language) => {
  const message = messages[language];
  const errors: string[] = [];
  const tests = grades.flatMap(({ lab, student, checks, complaints }) => {
    const { titleOf, lines } = reportOf({ lab, student }, language);
    errors.push(...complaintsOf({ complaints }, language).map((complaint) => `${lab}: ${visible(complaint)}`));
    return checks.map((point) => {
      const name = grades.length > 1 ? `${lab}: ${titleOf(point)}` : titleOf(point);
      const output = asText(lines(point));
      if (point.outcome === "error") errors.push(`${name}: ${output}`);
      const hint = lines(point).find(({ kind }) => kind === "hint");
      return { name, points: point.points, max_points: point.maxPoints, message: hint?.text ?? "", output };
    });
  });
  const sum = (key: "score" | "maxScore") => grades.reduce((total, grade) => total + grade[key], 0);
  const share = sum("maxScore") > 0 ? sum("score") / sum("maxScore") : 0;
  const output = grades.flatMap((grade) => scriptLines(grade, language)).join("\n");
  const result = errors.length
    ? { gradable: false, format_errors: errors.map((error) => `${message.unsure}: ${error}`), output, tests }
    : { gradable: true, score: share, message: share === 1 ? message.passed : message.open, output, tests };
  return `${JSON.stringify(result, null, 2)}\n`;
};
