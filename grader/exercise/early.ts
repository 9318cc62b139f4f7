// What is known of a world before it is graded again: of what is read, all is new; of what is probed, what it was before.

import type { LabGrade } from "../grading/lab-grade.ts";
import type { TestPoint } from "../tap/test-point.ts";

/** The grade with these test points in place of its own. One that says the same keeps what was found out of it besides. */
export function withPoints(grade: LabGrade, news: readonly TestPoint[]): LabGrade {
  const byId = new Map(news.map((point) => [point.id, point]));
  const checks = grade.checks.map((before) => {
    const now = byId.get(before.id);
    return !now || isSame(before, now) ? before : now;
  });
  return { ...grade, isEarly: true, checks, score: checks.reduce((sum, { points }) => sum + points, 0) };
}

/** An error tells nothing: the world may just be ending. */
const isSame = (before: TestPoint, now: TestPoint): boolean =>
  now.outcome === "error" ||
  (before.outcome === now.outcome && JSON.stringify(before.actual) === JSON.stringify(now.actual));
