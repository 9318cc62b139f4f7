// The gradebook: every attempt that was ever graded, in one SQLite file. A kill leaves it whole: one attempt is one transaction.

import { Mistake, reasonOf } from "../../harness/ground/error.ts";
import type { LabGrade } from "../grading/grade.ts";
import { damaged, openFile } from "./gradebook-file.ts";
import type { Student, Submission } from "./submissions.ts";

/** What was graded, and by which grader: where none of it has changed, the grade stands. */
export type Key = { student: string; lab: string; sha256: string; file: string; grader: string };

export type Attempt = Key & {
  /** When the file was last written, and when it was graded: ISO 8601. */
  submitted: string;
  graded: string;
  grade: LabGrade;
  /** The bytes that were run. */
  script: Uint8Array;
};

type StudentRow = { id: string; problem: string | null };
type FileRow = {
  student: string;
  lab: string;
  file: string;
  submitted: string;
  sha256: string | null;
  problem: string | null;
};
type AttemptRow = Omit<Attempt, "grade"> & { grade: string };

export type Gradebook = ReturnType<typeof openGradebook>;

/** Opens the gradebook, or begins one (not where it must be there). A `Mistake` where somebody else is writing to it, or it is none. */
export function openGradebook(file: string, { isThere = false } = {}) {
  const { all, run, atOnce, close, notice } = openFile(file, { isThere });
  const gradeOf = ({ student, lab, grade }: Pick<AttemptRow, "student" | "lab" | "grade">): LabGrade => {
    try {
      const read = JSON.parse(grade);
      if (!Array.isArray(read?.checks) || !Array.isArray(read.complaints)) throw new Error("it is no grade");
      return read;
    } catch (error) {
      const what = `the grade of "${student}" for lab "${lab}"`;
      throw new Mistake(`Cannot read ${what} in the gradebook "${file}": ${reasonOf(error)}`, damaged(file));
    }
  };
  return {
    notice,
    /** What the class has handed in by now. What is no longer there goes; its attempts stay. */
    setClass: (students: Student[]) =>
      atOnce(() => {
        run("delete from students");
        run("delete from submissions");
        for (const { id, problem, submissions } of students) {
          run("insert into students values (?, ?)", id, problem ?? null);
          for (const { student, lab, file, submitted, sha256, problem } of submissions) {
            const row = [student, lab, file, submitted.toISOString(), sha256 ?? null, problem ?? null];
            run("insert into submissions values (?, ?, ?, ?, ?, ?)", ...row);
          }
        }
      }),
    /** The class as it was when it was last read. */
    class(): Student[] {
      const submissions = all<FileRow>("select * from submissions order by submitted, file").map(
        ({ problem, sha256, submitted, ...rest }): Submission => ({
          ...rest,
          submitted: new Date(submitted),
          ...(sha256 && { sha256 }),
          ...(problem && { problem }),
        }),
      );
      const byStudent = Map.groupBy(submissions, ({ student }) => student);
      return all<StudentRow>("select * from students order by id").map(({ id, problem }) => ({
        id,
        submissions: byStudent.get(id) ?? [],
        ...(problem && { problem }),
      }));
    },
    /** The attempt with this key; one that could not be graded does not count as one. */
    has({ student, lab, file, sha256, grader }: Key): boolean {
      const rows = all<AttemptRow>(
        "select student, lab, grade from attempts where student = ? and lab = ? and file = ? and sha256 = ? and grader = ?",
        ...[student, lab, file, sha256, grader],
      );
      return rows.some((row) => isGraded(gradeOf(row)));
    },
    add({ student, lab, file, sha256, grader, submitted, graded, grade, script }: Attempt): void {
      run(
        "insert or replace into attempts values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ...[student, lab, file, sha256, grader, submitted, graded],
        ...[grade.score, grade.maxScore, JSON.stringify(grade), script],
      );
    },
    /** Every attempt, in the order they were graded in. */
    attempts: (): Attempt[] =>
      all<AttemptRow>("select * from attempts order by graded, student, file").map((row) => ({
        ...row,
        grade: gradeOf(row),
      })),
    /** Takes over what another gradebook has. */
    addAll(other: { class(): Student[]; attempts(): Attempt[] }): void {
      const students = [...this.class(), ...other.class()];
      this.setClass([...new Map(students.map((student) => [student.id, student])).values()]);
      for (const attempt of other.attempts()) this.add(attempt);
    },
    close,
  };
}

/** Was every check's outcome found out? */
export const isGraded = ({ checks, complaints }: LabGrade): boolean =>
  !complaints.length && checks.every(({ outcome }) => outcome !== "error");
