// A question about an exercise's starting point. Its truth is measured: the grader builds the starting point once more, for
// the same student, and asks there.

import { answerIn } from "../../harness/world/answers.ts";
import type { Answers, Check, Nodes } from "./check.ts";

export type Question = Pick<Check, "points"> & {
  /** The names of its answers: files in /run/answers. */
  answers: readonly string[];
  /** Finds out what is right, in a world that is as the student's was at the beginning. */
  truth: (start: Nodes) => Answers | Promise<Answers>;
};

/** The check of a question: all answers are right. What is right is in no report: a wrong one is told to be wrong, no more. */
export const question = (id: string, { points, answers, truth }: Question): Check => ({
  id,
  points,
  needs: [],
  truth,
  read: ({ host }, _, right) => {
    if (!right) throw new Error("Cannot find out what is right: the starting point could not be asked");
    const given = Object.fromEntries(answers.map((name) => [name, answerIn(host.files, name)]));
    const shown = Object.fromEntries(answers.map((name) => [name, given[name]?.join(" ") ?? null]));
    return {
      value: { answers: shown, "all right": areRight(given, right, answers) },
      seen: answers.map((name) => `cat /run/answers/${name}`).join("; "),
    };
  },
  expect: { "all right": true },
  brokenBy: `echo nothing > /run/answers/${answers[0]}`,
});

/** Are these answers all right? The order of an answer's words does not count. */
export const areRight = (given: Partial<Answers>, right: Answers, answers: readonly string[]): boolean =>
  answers.every((name) => isSame(given[name], right[name]));

const isSame = (given: string[] | undefined, right: string[] | undefined): boolean =>
  given !== undefined && right !== undefined && new Set(given).symmetricDifference(new Set(right)).size === 0;
