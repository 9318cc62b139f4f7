// What each student has for each lab, from the gradebook alone: its merged parts give the same.

import { type Course, lostByLateness, noCourse, rounded } from "./course.ts";
import { type Adjustment, type Attempt, type Gradebook, isGraded } from "./gradebook.ts";
import type { Note, Problem } from "./notes.ts";
import type { Change, Regraded } from "./settings.ts";
import type { Student, Submission } from "./submissions.ts";

/** `waiting`: handed in, but not graded yet. `unreadable`: there, but cannot be run. */
export type State = "graded" | "error" | "waiting" | "unreadable" | "missing";

export type Result = {
  student: string;
  lab: string;
  state: State;
  /** As the checks say. */
  score: number;
  maxScore: number;
  /** What it counts: less what was lost by being late, and with what a person gave or took. */
  points: number;
  lostLate?: number;
  adjustments: Adjustment[];
  /** The attempt that counts: the file that was written last. */
  attempt?: Attempt;
  /** How long after the time it was due, ms. */
  late?: number;
  /** Late by its name, which does not say how long. */
  isLateByName?: true;
  /** Why it is not graded. */
  problem?: Problem;
  /** The file that could not be graded. */
  file?: string;
  note?: Note;
  /** Everything that was ever graded, oldest first. */
  attempts: Attempt[];
};

export type StudentResults = {
  student: Student;
  /** Of each lab of the class, and of those that are this student's alone. */
  results: Result[];
  /** What was handed in for no lab that there is. */
  others: Submission[];
  /** Of the course's points; undefined where nothing can be counted yet. */
  total?: number;
};

export type Results = {
  labs: string[];
  course: Course;
  students: StudentResults[];
  changes: Change[];
  regraded?: Regraded;
  isNew: boolean;
};

/** The class's results, by what its last run was told. */
export function resultsOf(book: Gradebook): Results {
  const { labs: named, due, course: told, changes, regraded } = book.settings();
  const course = told ?? noCourse;
  const byStudent = Map.groupBy(book.attempts(), ({ student }) => student);
  const adjustments = book.adjustments();
  const students = book.class().map((student) => ({ student, attempts: byStudent.get(student.id) ?? [] }));
  const own = Object.keys(course.labs).sort();
  const { labs, strays } = named?.length
    ? { labs: named, strays: [] }
    : own.length
      ? { labs: own, strays: [] }
      : labsOf(students);
  const maxScores = new Map(
    [...labs, ...strays].map((lab) => [
      lab,
      maxScoreOf(
        students.flatMap(({ attempts }) => attempts),
        lab,
      ),
    ]),
  );
  const dueOf = (lab: string) => course.labs[lab]?.due ?? due ?? undefined;
  return {
    labs: [...labs, ...strays].sort(),
    course,
    isNew: changes === undefined,
    changes: changes ?? [],
    ...(regraded && { regraded }),
    students: students.map(({ student, attempts }) => {
      const theirs = strays.filter((lab) => student.submissions.some((one) => one.lab === lab));
      const results = [...labs, ...theirs].sort().map((lab): Result => {
        const result = {
          maxScore: maxScores.get(lab)!,
          ...resultOf(student, lab, attempts, dueOf(lab)),
          ...{ attempts: attempts.filter((attempt) => attempt.lab === lab) },
          ...{ adjustments: adjustments.filter((one) => one.student === student.id && one.lab === lab) },
          ...(theirs.includes(lab) && { note: { what: "only-theirs" as const, lab } }),
        };
        return { ...result, ...pointsOf(result, course) };
      });
      return {
        ...{ student, results, others: student.submissions.filter(({ lab }) => !lab.includes("-")) },
        ...totalOf(results, course),
      };
    }),
  };
}

const stray = 3; // students that a class has at least where what one alone hands in is no lab of all

/** The labs that the class hands in; what only one of many did is theirs alone. */
function labsOf(students: { student: Student; attempts: Attempt[] }[]): { labs: string[]; strays: string[] } {
  const handing = students.map(
    ({ student, attempts }) => new Set([...student.submissions, ...attempts].map(({ lab }) => lab)),
  );
  const all = [...new Set(handing.flatMap((labs) => [...labs]))].filter((lab) => lab.includes("-")).sort();
  const isAlone = (lab: string) => handing.filter((labs) => labs.has(lab)).length === 1;
  const isClass = handing.filter((labs) => labs.size > 0).length > stray;
  const strays = isClass && !all.every(isAlone) ? all.filter(isAlone) : [];
  return { labs: all.filter((lab) => !strays.includes(lab)), strays };
}

const maxScoreOf = (attempts: Attempt[], lab: string): number =>
  Math.max(0, ...attempts.filter((attempt) => attempt.lab === lab).map(({ grade }) => grade.maxScore));

function resultOf({ id, problem, submissions }: Student, lab: string, attempts: Attempt[], due: string | undefined) {
  const own = submissions.filter((submission) => submission.lab === lab);
  const last = own.findLast((submission) => !submission.problem) ?? own.at(-1);
  const base = { student: id, lab, score: 0 };
  if (!last)
    return { ...base, state: problem ? ("unreadable" as const) : ("missing" as const), ...(problem && { problem }) };
  const told = { ...lateness(last, due), ...(last.note && { note: last.note }) };
  if (last.problem) return { ...base, ...told, state: "unreadable" as const, problem: last.problem, file: last.file };
  const attempt = attempts.findLast((one) => one.lab === lab && isOf(one, last));
  if (!attempt) return { ...base, ...told, state: "waiting" as const, file: last.file };
  const { grade } = attempt;
  const state = isGraded(grade) ? ("graded" as const) : ("error" as const);
  return { ...base, ...told, state, attempt, score: grade.score, ...(grade.maxScore && { maxScore: grade.maxScore }) };
}

function lateness({ submitted, isLate }: Submission, due: string | undefined): Pick<Result, "late" | "isLateByName"> {
  if (isLate !== undefined) return isLate ? { isLateByName: true } : {};
  const late = due === undefined ? 0 : submitted.getTime() - new Date(due).getTime();
  return late > 0 ? { late } : {};
}

function pointsOf({ score, maxScore, late, adjustments }: Omit<Result, "points">, course: Course) {
  const lost = late === undefined ? 0 : lostByLateness(course, late, score, maxScore);
  const given = adjustments.reduce((sum, { points }) => sum + points, 0);
  return {
    points: rounded(course, Math.max(0, score - lost + given)),
    ...(lost > 0 && { lostLate: rounded(course, lost) }),
  };
}

/** By weight, of the labs of which something was graded. */
function totalOf(results: Result[], course: Course): { total?: number } {
  const counted = results
    .filter(({ maxScore }) => maxScore > 0)
    .map(({ lab, points, maxScore }) => ({ share: points / maxScore, weight: course.labs[lab]?.weight ?? 1 }));
  const weights = counted.reduce((sum, { weight }) => sum + weight, 0);
  if (!weights) return {};
  const share = counted.reduce((sum, { share, weight }) => sum + share * weight, 0) / weights;
  return { total: rounded(course, share * course.points) };
}

const isOf = (attempt: Attempt, { file, sha256 }: Submission): boolean =>
  attempt.file === file && attempt.sha256 === sha256;
