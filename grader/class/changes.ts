// What is another than when the last run was done.

import type { Result, Results } from "./results.ts";
import type { Change, Snapshot } from "./settings.ts";

/** Of everybody and every lab: what is compared, and kept for the next run. */
export const snapshotOf = ({ students }: Results): Snapshot =>
  Object.fromEntries(
    students.flatMap(({ results }) =>
      results.map(({ student, lab, state, points, attempt }) => [
        keyOf({ student, lab }),
        { state, score: points, ...(attempt && { sha256: attempt.sha256, grader: attempt.grader }) },
      ]),
    ),
  );

const keyOf = ({ student, lab }: Pick<Result, "student" | "lab">): string => `${student}\0${lab}`;

/** What came, went or changed; nothing where there was no run before. */
export function changesBetween(before: Snapshot | undefined, now: Snapshot): Change[] {
  if (!before) return [];
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((key) => before[key]?.state !== now[key]?.state || before[key]?.score !== now[key]?.score)
    .map((key) => {
      const [student = "", lab = ""] = key.split("\0");
      return { student, lab, ...(before[key] && { before: before[key] }), ...(now[key] && { now: now[key] }) };
    });
}

/** Is it the same work, judged by another version of the course? */
export const isByCourse = ({ before, now }: Change): boolean =>
  before?.sha256 !== undefined && before.sha256 === now?.sha256 && before.grader !== now.grader;
