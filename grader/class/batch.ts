// Grades what has not been graded yet, a few at a time. What happens to one submission touches no other.

import { reasonOf } from "../../harness/ground/error.ts";
import { isRoot } from "../../harness/ground/unprivileged.ts";
import { readShared } from "../../harness/kernel/shared.ts";
import { studentId } from "../../harness/student/id.ts";
import type { Language } from "../../harness/text/language.ts";
import { openCheckers } from "../grading/checkers.ts";
import type { GradeOptions } from "../grading/grade.ts";
import type { LabGrade } from "../grading/lab-grade.ts";
import { patient } from "../grading/timeout.ts";
import { gradeScript } from "../submissions/grade-script.ts";
import type { Script } from "../submissions/run-script.ts";
import { courseVersion } from "./course-version.ts";
import type { Gradebook, Key } from "./gradebook.ts";
import type { Regraded } from "./settings.ts";
import { openSlots, type Slots } from "./slots.ts";
import { type Student, type Submission, scriptOf, sha256Of } from "./submissions.ts";
import { inTurns, type Round, type Turn } from "./turns.ts";
import { graderVersion } from "./version.ts";
import { openWeather, type Weather } from "./weather.ts";

export type BatchOptions = {
  /** How many at a time. */
  jobs: number;
  /** Seconds that a script, or the checks of it, may take. */
  timeout: number;
  /** The labs to grade; all of them where none is named. */
  labs: readonly string[];
  /** Whose work is graded once more, though nothing has changed. */
  again: readonly string[];
  /** Each folder's name is the id that the student's values follow from. */
  isIndividual: boolean;
  /** The language of the evidence. */
  language: Language;
  /** Told how many there are to grade. */
  onBegin: (all: number) => void;
  /** Told of each grade as it comes. */
  onGrade: (submission: Submission, grade: LabGrade, done: number, all: number) => void;
};

/** Grades the class into the gradebook; gives how many were graded now, and how many had been before. */
export async function gradeClass(students: Student[], book: Gradebook, options: BatchOptions) {
  const versions = new Map<string, string>();
  const versionFor = (lab: string) => {
    if (!versions.has(lab)) versions.set(lab, graderVersion(lab, options.timeout, options.isIndividual));
    return versions.get(lab)!;
  };
  const gradable = students
    .flatMap(({ submissions }) => submissions)
    .filter(({ sha256, problem, lab }) => sha256 && !problem && (!options.labs.length || options.labs.includes(lab)))
    .map((submission) => ({ submission, key: keyOf(submission, versionFor(submission.lab)) }));
  const due = gradable.filter(({ key }) => options.again.includes(key.student) || !book.has(key));
  const course = courseVersion();
  const earlier = due.map(({ key }) => book.gradedBy(key)).filter((by) => by !== undefined);
  options.onBegin(due.length);
  let done = 0;
  const items = due.map(({ submission, key }) => ({
    ...submission,
    read: () => scriptOf(submission),
    submission,
    key,
  }));
  await gradeItems(items, options, ({ submission, key }, { grade, script }) => {
    book.add({
      ...key,
      sha256: sha256Of(script), // the file may be another by now
      submitted: submission.submitted.toISOString(),
      graded: new Date().toISOString(),
      grade: { ...grade, course },
      script,
    });
    options.onGrade(submission, grade, ++done, due.length);
  });
  const regraded: Regraded | null = earlier.length
    ? { count: earlier.length, from: [...new Set(earlier.flat())].sort(), to: course }
    : null;
  return { graded: due.length, before: gradable.length - due.length, regraded };
}

/** What is to be graded: whose, of which lab, and the script, read when it is its turn. */
export type Item = { student: string; lab: string; read: () => Script };

type Judging = Pick<BatchOptions, "jobs" | "timeout" | "isIndividual" | "language">;

/** Grades all of them, a few at a time; each has a grade at the end. */
export async function gradeItems<I extends Item>(
  items: I[],
  options: Judging,
  onGrade: (item: I, graded: { grade: LabGrade; script: Uint8Array }) => void,
): Promise<void> {
  const slots = openSlots(options.jobs);
  const checkers = isRoot() ? openCheckers() : undefined;
  const weather = openWeather(readShared);
  try {
    await inTurns(items, {
      slots,
      calm: weather.calm,
      grade: (item, round) => gradeOne(item, { ...options, checkers, round }, slots, weather),
      done: onGrade,
    });
  } finally {
    weather.close();
    checkers?.close();
  }
}

const keyOf = ({ student, lab, file, sha256 }: Submission, grader: string): Key => ({
  student,
  lab,
  file,
  sha256: sha256!,
  grader,
});

/** A grade in any case: where the grading itself went wrong, one that says so. */
async function gradeOne(
  { student, lab, read }: Item,
  { timeout, isIndividual, language, checkers, round }: Judging & Pick<GradeOptions, "checkers"> & { round: Round },
  slots: Slots,
  weather: Weather,
): Promise<Turn<{ script: Uint8Array }>> {
  let script: Uint8Array = new Uint8Array();
  let world: ReturnType<Weather["follow"]> | undefined;
  const isCrowded = round === "crowded";
  try {
    const whole = read();
    script = whole.bytes;
    const grade = await gradeScript(lab, whole, {
      timeout,
      ...(isIndividual && { student: studentId(student) }),
      evidence: language,
      checkers,
      ...(round === "last" && { checksTimeout: patient(timeout) }),
      isCrowded,
      attempts: 1, // see turns.ts
      aside: slots.aside,
      onWorld: (anchor) => {
        if (isCrowded) world = weather.follow(anchor);
      },
    });
    return { script, grade, ...(world && { isStorm: world.isStorm(), heldFor: world.heldFor() }) };
  } catch (error) {
    const grade: LabGrade = { lab, score: 0, maxScore: 0, checks: [], complaints: [reasonOf(error)] };
    return { script, grade };
  } finally {
    world?.leave();
  }
}
