// Classroom 50's result.json, `classroom50/result/v1`: github.com/foundation50/classroom50, its wiki's page
// "Advanced Autograding" ("The result.json contract") and schemas/result-v1.schema.json.

import { Mistake } from "../../harness/ground/error.ts";
import { visible } from "../../harness/text/visible.ts";
import { asText, reportOf } from "./lines.ts";
import { scriptLines } from "./ran.ts";
import type { Reporter } from "./reporter.ts";

/** What identifies the submission: its runner sets these and stamps the rest (`owner`, `assignment_type`) itself. */
const given = (name: string): string => {
  const value = process.env[name];
  if (value) return value;
  throw new Mistake(
    `Cannot write a Classroom 50 result: ${name} is not set`,
    "grade in its autograder.py, where the runner sets it",
  );
};

export const report: Reporter = (grades, language) => {
  // without a fair score of 0 there is nothing to hand in: its runner records an autograder that fails as an error
  const unsure = grades.find(
    ({ checks, complaints }) => complaints.length || checks.some((p) => p.outcome === "error"),
  );
  if (unsure)
    throw new Mistake(
      `Cannot write a Classroom 50 result: lab "${unsure.lab}" could not be graded`,
      `bun grader ${unsure.lab}`,
    );
  const scale = wholeFactor(grades.flatMap(({ checks }) => checks.flatMap((point) => [point.points, point.maxPoints])));
  const tests = grades.flatMap((grade) => {
    const { lab, student, checks } = grade;
    const ran = scriptLines(grade, language);
    const { titleOf, lines } = reportOf({ lab, student }, language);
    return checks.map((point) => ({
      "test-name": grades.length > 1 ? `${lab}: ${titleOf(point)}` : titleOf(point),
      passed: point.outcome === "pass",
      score: Math.round(point.points * scale),
      "max-score": Math.round(point.maxPoints * scale),
      // how the script ran stands where something is to be explained, or at the first
      message: [
        asText(lines(point)),
        ...(point === (checks.find(({ outcome }) => outcome !== "pass") ?? checks[0]) ? ran : []),
      ]
        .filter(Boolean)
        .join("\n"), // further fields of a test are kept as they are
    }));
  });
  const owner = process.env.OWNER || process.env.USERNAME;
  const result = {
    schema: "classroom50/result/v1",
    classroom: visible(given("CLASSROOM")),
    assignment: visible(given("ASSIGNMENT")),
    ...(process.env.ASSIGNMENT_TYPE ? { assignment_type: process.env.ASSIGNMENT_TYPE } : {}),
    ...(owner ? { owner } : {}),
    submission: given("SUBMISSION_TAG"),
    commit: given("COMMIT_URL"),
    release: given("RELEASE_URL"),
    review: process.env.REVIEW_URL || given("COMMIT_URL"),
    datetime: `${new Date().toISOString().slice(0, 19)}Z`,
    score: tests.reduce((sum, test) => sum + test.score, 0),
    "max-score": tests.reduce((sum, test) => sum + test["max-score"], 0),
    tests,
  };
  return `${JSON.stringify(result, null, 2)}\n`;
};

/** Scores are integers there: the smallest factor that makes every number of points whole (2 for half points). */
function wholeFactor(points: number[]): number {
  for (let factor = 1; factor < 1000; factor++)
    if (points.every((number) => Math.abs(number * factor - Math.round(number * factor)) < 1e-6)) return factor;
  return 1000;
}
