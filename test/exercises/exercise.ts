// What is known of each exercise besides its files: what somebody would try who does not know the lesson.

import { exerciseFiles } from "../../grader/grading/catalogue.ts";
import type { Answers } from "../../grader/vocabulary/check.ts";
import { labNames } from "../../harness/lab/names.ts";
import { exerciseOf, hasOwnExercise } from "../../harness/lab/own-exercise.ts";
import { givenCommands } from "../../harness/lab/starting-point.ts";
import { entering, insideEnvironment } from "../../harness/world/enter.ts";
import { run } from "../run.ts";
import { inWorld, type TestWorld } from "../world.ts";

export type Tried = {
  /** Scripts of somebody who knows only the earlier labs, by what they do; with the notes' values. None gets full marks. */
  withoutTheLesson: Record<string, string>;
  /** By a question's id: an answer of somebody who sees what there is to answer with, and draws lots. */
  guesses: Record<string, (right: Answers, random: Random) => Answers>;
  /** What somebody breaks who has solved it, and the one check that it costs. */
  mistakes?: Record<string, { commands: string; caughtBy: string }>;
  /** Checks that the starting point passes: what the student must not destroy. */
  passingAtStart?: string[];
};

/** A whole number below `below`. */
export type Random = (below: number) => number;

/** The labs that have an exercise of their own. */
export const ownExercises = labNames().filter(hasOwnExercise);

export const triedIn = async (lab: string): Promise<Tried> => (await import(`./${lab}.ts`)).default;

/** Gives a world with the exercise's starting point, the student's or the notes', to `work`. */
export const inExercise = <T>(
  lab: string,
  student: string | undefined,
  work: (world: InExercise) => Promise<T>,
): Promise<T> =>
  inWorld(async (world) => {
    await world.sh((await givenCommands(lab, { student })).join("\n"));
    const bash = async (commands: string) => {
      const { err, status } = await run([...entering(world), "bash", "-ec", commands], { env: insideEnvironment() });
      if (status !== 0) throw new Error(`Cannot run "${commands}": ${err}`);
    };
    return work({
      ...world,
      bash,
      judge: () => world.grade(lab, student, exerciseFiles(lab)),
      solve: async () => bash((await exerciseOf(lab, student))!.solution.join("\n")),
    });
  });

type InExercise = TestWorld & {
  /** Runs commands on its host; throws where they fail. */
  bash(commands: string): Promise<void>;
  /** Grades it by the exercise's checks. */
  judge(): ReturnType<TestWorld["grade"]>;
  solve(): Promise<void>;
};
