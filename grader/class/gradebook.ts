// The gradebook: every attempt that was ever graded, in one SQLite file. A kill leaves it whole: one attempt is one transaction.

import { Database } from "bun:sqlite";
import { Mistake, reasonOf } from "../../harness/ground/error.ts";
import type { LabGrade } from "../grading/grade.ts";
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

const schema = `
create table if not exists students (id text primary key, problem text);
create table if not exists submissions (student text, lab text, file text, submitted text, sha256 text, problem text,
  primary key (student, file));
create table if not exists attempts (student text, lab text, file text, sha256 text, grader text, submitted text,
  graded text, score integer, max_score integer, grade text, script blob, primary key (student, lab, file, sha256, grader));
`;

export type Gradebook = ReturnType<typeof openGradebook>;

/** Opens the gradebook, or begins one (not where it must be there). A `Mistake` where somebody else is writing to it, or it is none. */
export function openGradebook(file: string, { isThere = false } = {}) {
  const database = open(file, !isThere);
  const all = <Row>(sql: string, ...values: string[]) => database.query<Row, string[]>(sql).all(...values);
  return {
    /** What the class has handed in by now. What is no longer there goes; its attempts stay. */
    setClass: database.transaction((students: Student[]) => {
      database.run("delete from students");
      database.run("delete from submissions");
      for (const { id, problem, submissions } of students) {
        database.run("insert into students values (?, ?)", [id, problem ?? null]);
        for (const { student, lab, file, submitted, sha256, problem } of submissions)
          database.run("insert into submissions values (?, ?, ?, ?, ?, ?)", [
            ...[student, lab, file, submitted.toISOString()],
            ...[sha256 ?? null, problem ?? null],
          ]);
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
      return all<StudentRow>("select * from students order by id").map(({ id, problem }) => ({
        id,
        submissions: submissions.filter(({ student }) => student === id),
        ...(problem && { problem }),
      }));
    },
    /** The attempt with this key; one that could not be graded does not count as one. */
    has({ student, lab, file, sha256, grader }: Key): boolean {
      const rows = all<AttemptRow>(
        "select grade from attempts where student = ? and lab = ? and file = ? and sha256 = ? and grader = ?",
        ...[student, lab, file, sha256, grader],
      );
      return rows.some(({ grade }) => isGraded(JSON.parse(grade)));
    },
    add({ student, lab, file, sha256, grader, submitted, graded, grade, script }: Attempt): void {
      database.run("insert or replace into attempts values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [
        ...[student, lab, file, sha256, grader, submitted, graded],
        ...[grade.score, grade.maxScore, JSON.stringify(grade), script],
      ]);
    },
    /** Every attempt, in the order they were graded in. */
    attempts: (): Attempt[] =>
      all<AttemptRow>("select * from attempts order by graded, student, file").map(({ grade, ...rest }) => ({
        ...rest,
        grade: JSON.parse(grade),
      })),
    /** Takes over what another gradebook has. */
    addAll(other: { class(): Student[]; attempts(): Attempt[] }): void {
      const students = [...this.class(), ...other.class()];
      this.setClass([...new Map(students.map((student) => [student.id, student])).values()]);
      for (const attempt of other.attempts()) this.add(attempt);
    },
    close: () => database.close(),
  };
}

/** Was every check's outcome found out? */
export const isGraded = ({ checks, complaints }: LabGrade): boolean =>
  !complaints.length && checks.every(({ outcome }) => outcome !== "error");

function open(file: string, create: boolean): Database {
  try {
    const database = new Database(file, { create, readwrite: true, strict: true });
    database.run("pragma locking_mode = exclusive"); // one grader at a time; the lock ends with its holder
    database.run(`begin immediate; ${schema} commit;`);
    return database;
  } catch (error) {
    const { code } = error as { code?: string };
    const why = code === "SQLITE_BUSY" ? "another grader is writing to it" : reasonOf(error);
    throw new Mistake(`Cannot open the gradebook "${file}": ${why}`, "bun grader DIR --out OTHER-DIR");
  }
}
