// Every exercise that a lab has of its own can be solved by its solution, for any student, and not without the lesson.

import { describe, expect, test } from "bun:test";
import { exerciseFiles } from "../../grader/grading/catalogue.ts";
import { truthsOf } from "../../grader/grading/truths.ts";
import { gradeScript } from "../../grader/submissions/grade-script.ts";
import { areRight } from "../../grader/vocabulary/question.ts";
import { exerciseOf } from "../../harness/lab/own-exercise.ts";
import { stepsOf } from "../../harness/lab/starting-point.ts";
import { matrix } from "../matrix.ts";
import { outcomes } from "../world.ts";
import { inExercise, ownExercises, type Random, triedIn } from "./exercise.ts";

const students = [undefined, "student-1", "student-2", "O'Hara 张三"];
const timeout = 30; // s

/** As a stranger's: in a confined world. */
const scriptOf = (commands: readonly string[]) => ({
  name: "solution.sh",
  bytes: Buffer.from(`#!/bin/bash\n${commands.join("\n")}\n`),
});

for (const lab of ownExercises)
  describe(lab, async () => {
    const { withoutTheLesson, guesses, mistakes = {}, passingAtStart = [] } = await triedIn(lab);
    const files = exerciseFiles(lab);

    for (const student of students)
      test.concurrent(`its solution passes in full, as a script too: ${student ?? "the notes' values"}`, async () => {
        const { solution } = (await exerciseOf(lab, student))!;
        const grade = await gradeScript(lab, scriptOf(["set -e", ...solution]), { timeout, student });
        expect(outcomes(grade.checks)).toEqual(grade.checks.map(({ id }) => `${id} pass`));
        expect(grade).toMatchObject({ complaints: [], script: { status: 0 } });
      });

    test.concurrent("the starting point passes no check but what is to be kept", () =>
      inExercise(lab, "student-1", async ({ judge }) => {
        const passed = (await judge()).filter(({ outcome }) => outcome === "pass");
        expect(passed.map(({ id }) => id)).toEqual(passingAtStart);
      }));

    test.concurrent("what one student found out is not right for another", () =>
      inExercise(lab, "student-1", async ({ solve, bash, judge }) => {
        const { questions = [] } = (await exerciseOf(lab, "student-2"))!;
        await solve();
        const answers = await inExercise(lab, "student-2", async (other) => {
          await other.solve();
          return Promise.all(questions.map((name) => other.sh(`cat /run/answers/${name}`)));
        });
        const { questions: own = [] } = (await exerciseOf(lab, "student-1"))!;
        await bash(own.map((name, at) => `echo '${answers[at]}' > /run/answers/${name}`).join("\n"));
        const failed = (await judge()).filter(({ outcome }) => outcome === "fail").map(({ id }) => id);
        expect(failed.toSorted()).toEqual(Object.keys(guesses).toSorted());
      }));

    const bridged = stepsOf("03-bridge").then((steps) => {
      const commands = steps.flatMap((step) => step.commands);
      return commands.filter((command) => !/\bping\b/.test(command)).join("\n"); // in another network it waits for nobody
    });
    for (const [what, script] of Object.entries({ "what lab 03 asks for": bridged, ...withoutTheLesson }))
      test.concurrent(`without the lesson: ${what}`, () =>
        inExercise(lab, undefined, async ({ bash, judge }) => {
          await bash(`set +e\n${await script}\ntrue`);
          expect((await judge()).map(({ outcome }) => outcome)).toContain("fail");
        }));

    for (const [what, { commands, caughtBy }] of Object.entries(mistakes))
      test.concurrent(`solved, and then one mistake: ${what}`, () =>
        inExercise(lab, undefined, async ({ solve, bash, judge }) => {
          await solve();
          await bash(commands);
          const notPassed = (await judge()).filter(({ outcome }) => outcome !== "pass");
          expect(notPassed.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([`${caughtBy} fail`]);
        }));

    for (const [id, guess] of Object.entries(guesses))
      test.concurrent(`10,000 guesses are not right: ${id}`, async () => {
        const { truths } = await truthsOf(lab, files, { timeout });
        const right = truths![id]!;
        const random = numbers();
        const guessed = Array.from({ length: 10_000 }, () => guess(right, random));
        expect(guessed.filter((answers) => areRight(answers, right, Object.keys(answers)))).toEqual([]);
        expect(areRight(right, right, Object.keys(guessed[0]!))).toBe(true);
      });
  });

// a lab whose own tasks are its exercise: what its starting point passes is test/exercise/start.test.ts's matter
for (const { lab, withoutTheLesson = {} } of matrix.filter((row) => !ownExercises.includes(row.lab))) {
  test.concurrent(`${lab} has scripts without its lesson`, async () =>
    expect(Object.keys(withoutTheLesson)).not.toEqual([]));
  for (const [what, script] of Object.entries(withoutTheLesson))
    test.concurrent(`${lab} without the lesson: ${what}`, () =>
      inExercise(lab, undefined, async ({ bash, judge }) => {
        await bash(`set +e\n${script}\ntrue`);
        expect((await judge()).map(({ outcome }) => outcome)).toContain("fail");
      }));
}

/** The same numbers each time: xorshift32 (Marsaglia, 2003). */
function numbers(): Random {
  let state = 20_261_127;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
