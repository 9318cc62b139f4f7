// Tasks group the checks: each check judges one task of its text, and the report has the points by task.

import { expect, test } from "bun:test";
import { join } from "node:path";
import { screen } from "../grader/exercise/screen.ts";
import { checkFiles, exerciseFiles } from "../grader/grading/catalogue.ts";
import type { LabGrade } from "../grader/grading/lab-grade.ts";
import { checksOf } from "../grader/judging/checks-of.ts";
import { byTask } from "../grader/words/of-tasks.ts";
import { project } from "../harness/ground/paths.ts";
import { labNames } from "../harness/lab/names.ts";
import { hasOwnExercise } from "../harness/lab/own-exercise.ts";
import { valuesOf } from "../harness/student/values.ts";

type Case = { name: string; grade: LabGrade };

const gradeOf = async (lab: string, isExercise: boolean, outcome: "pass" | "fail"): Promise<LabGrade> => {
  const files = (isExercise ? exerciseFiles(lab) : checkFiles(lab)).filter(({ isExecutable }) => !isExecutable);
  const all = await Promise.all(files.map(({ path }) => checksOf(path, valuesOf(lab, undefined))));
  const checks = all.flat().map(({ id, task, points }) => {
    const earned = outcome === "pass" ? points : 0;
    const why = { expected: { flags: ["UP"] }, actual: "x".repeat(5000), seen: "ip link" };
    return { id, ...(task && { task }), outcome, points: earned, maxPoints: points, needs: [], durationMs: 1, ...why };
  });
  const sum = checks.reduce((total, { maxPoints }) => total + maxPoints, 0);
  const score = outcome === "pass" ? sum : 0;
  return { lab, score, maxScore: sum, checks, complaints: [], ...(isExercise && { exercise: true as const }) };
};

const cases: Case[] = await Promise.all(
  labNames().flatMap((lab) =>
    (hasOwnExercise(lab) ? [false, true] : [false]).map(async (isExercise) => ({
      name: isExercise ? `${lab}, its exercise` : lab,
      grade: await gradeOf(lab, isExercise, "fail"),
    })),
  ),
);

test.each(cases)("$name: every check judges one task of the text", ({ grade }) => {
  const { tasks, others } = byTask(grade, "en");
  expect(others.map(({ id }) => id)).toEqual([]);
  expect(tasks.flatMap(({ checks }) => checks)).toHaveLength(grade.checks.length);
  expect(byTask(grade, "zh").tasks.map(({ number }) => number)).toEqual(tasks.map(({ number }) => number));
  expect(tasks.reduce((sum, { maxPoints }) => sum + maxPoints, 0)).toBe(grade.maxScore);
});

test.each(cases)("$name: no task of a file of checks is in no text", async ({ grade: { lab, exercise } }) => {
  const [file] = exercise ? exerciseFiles(lab) : checkFiles(lab);
  const { tasks = {} } = await import(join(project, file!.path.slice(project.length)));
  const known = await checksOf(file!.path, valuesOf(lab, undefined));
  const ids = new Set(Object.values(tasks as Record<string, string[]>).flat());
  expect(known.map(({ id }) => id).filter((id) => !ids.has(id))).toEqual([]);
});

test.each(cases)("$name: what is watched fits 24 lines of 80 columns", async ({ grade }) => {
  const done = await gradeOf(grade.lab, grade.exercise === true, "pass");
  for (const language of ["en", "zh"] as const)
    for (const one of [grade, done]) {
      const lines = (await screen(one, language)).split("\n");
      expect(lines.length).toBeLessThanOrEqual(24);
      expect(lines[0]).toContain(`${one.score}/${one.maxScore}`);
      expect(lines.at(-2)).toContain("Ctrl-C");
    }
  expect(await screen(grade, "en")).toMatch(/^ +look next/m);
  expect(await screen(done, "en")).toContain("Next: bun labs");
});
