// Points by task: what the checks of a task come to, in the order of the course text.

import { valuesOf } from "../../harness/student/values.ts";
import { tasksOf } from "../../harness/text/course.ts";
import type { Language } from "../../harness/text/language.ts";
import { exerciseText } from "../../harness/text/source.ts";
import type { TestPoint } from "../tap/test-point.ts";
import { sectionsOf } from "./of-checks.ts";
import type { Whose } from "./whose.ts";

export type Task<Point extends TestPoint = TestPoint> = {
  /** From 1, as the tasks are printed. */
  number: number;
  text: string;
  points: number;
  maxPoints: number;
  checks: Point[];
};

/** The tasks that have checks, and the checks that belong to none. */
export function byTask<Point extends TestPoint>(
  { lab, student, exercise, checks }: Whose & { exercise?: true; checks: readonly Point[] },
  language: Language,
): { tasks: Task<Point>[]; others: Point[] } {
  const text = exercise ? exerciseText(lab) : lab;
  const all = checks.some(({ task }) => task !== undefined)
    ? tasksOf(sectionsOf({ lab, student }, text, language).get("tasks"), valuesOf(lab, student).further)
    : [];
  const tasks = all.flatMap(({ id, text }, at) => {
    const own = checks.filter(({ task }) => task === id);
    const sum = (key: "points" | "maxPoints") => own.reduce((total, check) => total + check[key], 0);
    return own.length
      ? [{ number: at + 1, text, points: sum("points"), maxPoints: sum("maxPoints"), checks: own }]
      : [];
  });
  const grouped = new Set(tasks.flatMap((task) => task.checks));
  return { tasks, others: checks.filter((check) => !grouped.has(check)) };
}
