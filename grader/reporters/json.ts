import { inWords } from "../../harness/explain/words.ts";
import type { Language } from "../../harness/text/language.ts";
import type { LabGrade } from "../grading/lab-grade.ts";
import { wordsOf } from "../words/of-checks.ts";
import { elsewhereInWords } from "../words/of-elsewhere.ts";
import type { Reporter } from "./reporter.ts";

/** The grader's JSON, schema 1. */
export const report: Reporter = (grades, language) => {
  const labs = grades.map((grade) => labOf(grade, language));
  const sum = (key: "score" | "maxScore") => grades.reduce((total, grade) => total + grade[key], 0);
  return `${JSON.stringify({ schema: 1, score: sum("score"), maxScore: sum("maxScore"), labs }, null, 2)}\n`;
};

/** One lab of it. */
export function labOf(
  { lab, student, handedInBy = student, exercise, isEarly, score, maxScore, checks, script, circumstances }: LabGrade,
  language: Language,
) {
  const words = wordsOf({ lab, student }, language);
  return {
    lab,
    ...(handedInBy === undefined ? {} : { student: handedInBy }),
    ...(exercise && { exercise }),
    ...(isEarly && { isEarly }),
    score,
    maxScore,
    ...(script && { script }),
    ...(circumstances && { circumstances }),
    checks: checks.map((point) => {
      const { id, task, outcome, points, maxPoints, expected, actual, seen, needs, durationMs } = point;
      const { title, hints } = words(point);
      const hint = outcome === "pass" ? undefined : hints[0];
      const cause = inWords(point.cause, language);
      const elsewhere = elsewhereInWords(point.elsewhere, language);
      return {
        id,
        title,
        task,
        outcome,
        points,
        maxPoints,
        expected,
        actual,
        seen,
        elsewhere,
        cause,
        hint,
        needs,
        durationMs,
      };
    }),
  };
}
