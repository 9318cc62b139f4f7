// What each student has for each lab, from the gradebook alone: its merged parts give the same.

import { type Attempt, type Gradebook, isGraded } from "./gradebook.ts";
import type { Student, Submission } from "./submissions.ts";

/** `waiting`: handed in, but not graded yet. `unreadable`: there, but cannot be run. */
export type State = "graded" | "error" | "waiting" | "unreadable" | "missing";

export type Result = {
  student: string;
  lab: string;
  state: State;
  score: number;
  maxScore: number;
  /** The attempt that counts: the file that was written last. */
  attempt?: Attempt;
  /** How long after the time it was due, ms. */
  late?: number;
  /** Why it is not graded. */
  problem?: string;
  /** Everything that was ever graded, oldest first. */
  attempts: Attempt[];
};

export type Results = { labs: string[]; students: { student: Student; results: Result[] }[] };

/** The class's results; a lab that nobody handed in is none of them. */
export function resultsOf(book: Gradebook, due: Date | undefined): Results {
  const byStudent = Map.groupBy(book.attempts(), ({ student }) => student);
  const students = book.class().map((student) => ({ student, attempts: byStudent.get(student.id) ?? [] }));
  const known = students.flatMap(({ student, attempts }) => [...student.submissions, ...attempts]);
  const labs = [...new Set(known.map(({ lab }) => lab))].filter((lab) => lab.includes("-")).sort();
  const maxScores = new Map(
    labs.map((lab) => [
      lab,
      maxScoreOf(
        students.flatMap(({ attempts }) => attempts),
        lab,
      ),
    ]),
  );
  return {
    labs,
    students: students.map(({ student, attempts }) => ({
      student,
      results: labs.map((lab) => {
        const own = attempts.filter((attempt) => attempt.lab === lab);
        return { maxScore: maxScores.get(lab)!, ...resultOf(student, lab, own, due), attempts: own };
      }),
    })),
  };
}

const maxScoreOf = (attempts: Attempt[], lab: string): number =>
  Math.max(0, ...attempts.filter((attempt) => attempt.lab === lab).map(({ grade }) => grade.maxScore));

function resultOf({ id, problem, submissions }: Student, lab: string, attempts: Attempt[], due: Date | undefined) {
  const own = submissions.filter((submission) => submission.lab === lab);
  const last = own.findLast((submission) => !submission.problem) ?? own.at(-1);
  const base = { student: id, lab, score: 0 };
  if (!last)
    return { ...base, state: problem ? ("unreadable" as const) : ("missing" as const), ...(problem && { problem }) };
  const late = due && last.submitted > due ? { late: last.submitted.getTime() - due.getTime() } : {};
  if (last.problem) return { ...base, ...late, state: "unreadable" as const, problem: `${last.file}: ${last.problem}` };
  const attempt = attempts.findLast((one) => isOf(one, last));
  if (!attempt) return { ...base, ...late, state: "waiting" as const };
  const { grade } = attempt;
  const state = isGraded(grade) ? ("graded" as const) : ("error" as const);
  return { ...base, ...late, state, attempt, score: grade.score, ...(grade.maxScore && { maxScore: grade.maxScore }) };
}

const isOf = (attempt: Attempt, { file, sha256 }: Submission): boolean =>
  attempt.file === file && attempt.sha256 === sha256;
