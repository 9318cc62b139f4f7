// The gradebook: every attempt that was ever graded, in one SQLite file. A kill leaves it whole: one attempt is one transaction.

import { Mistake, reasonOf } from "../../harness/ground/error.ts";
import type { LabGrade } from "../grading/lab-grade.ts";
import { damaged, openFile } from "./gradebook-file.ts";
import type { Note, Problem } from "./notes.ts";
import type { Settings } from "./settings.ts";
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

/** Points that a person gave or took: they stay, whatever is graded again. */
export type Adjustment = { student: string; lab: string; points: number; why: string; who: string; time: string };

type Nullable<T> = { [Key in keyof T]: T[Key] | null };
type StudentRow = { id: string } & Nullable<{
  problem: string;
  name: string;
  email: string;
  account: string;
  notes: string;
}>;
type FileRow = { student: string; lab: string; file: string; submitted: string } & Nullable<{
  sha256: string;
  problem: string;
  late: number;
  again: number;
  note: string;
}>;
type AttemptRow = Omit<Attempt, "grade"> & { grade: string };

type Readable = {
  class(): Student[];
  attempts(): Attempt[];
  adjustments(): Adjustment[];
  settings(): Settings;
};

export type Gradebook = ReturnType<typeof openGradebook>;

/** Opens the gradebook, or begins one (not where it must be there). A `Mistake` where somebody else is writing to it, or it is none. */
export function openGradebook(file: string, { isThere = false } = {}) {
  const { all, run, atOnce, close, notice } = openFile(file, { isThere });
  const reading = <T>(what: string, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw new Mistake(`Cannot read ${what} in the gradebook "${file}": ${reasonOf(error)}`, damaged(file));
    }
  };
  const gradeOf = ({ student, lab, grade }: Pick<AttemptRow, "student" | "lab" | "grade">): LabGrade =>
    reading(`the grade of "${student}" for lab "${lab}"`, () => {
      const read = JSON.parse(grade);
      if (!Array.isArray(read?.checks) || !Array.isArray(read.complaints)) throw new Error("it is no grade");
      return read;
    });
  return {
    notice,
    /** What the class has handed in by now. What is no longer there goes; its attempts stay. */
    setClass: (students: Student[]) =>
      atOnce(() => {
        run("delete from students");
        run("delete from submissions");
        for (const { id, problem, name, email, account, notes, submissions } of students) {
          const row = [id, written(problem), name ?? null, email ?? null, account ?? null, written(notes)];
          run("insert into students (id, problem, name, email, account, notes) values (?, ?, ?, ?, ?, ?)", ...row);
          for (const { student, lab, file, submitted, sha256, problem, isLate, again, note } of submissions) {
            const late = isLate === undefined ? null : Number(isLate);
            const row = [student, lab, file, submitted.toISOString(), sha256 ?? null, written(problem)];
            run(
              `insert into submissions (student, lab, file, submitted, sha256, problem, late, again, note)
               values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
              ...[...row, late, again ?? null, written(note)],
            );
          }
        }
      }),
    /** The class as it was when it was last read. */
    class: (): Student[] =>
      reading("the class", () => {
        const order = "order by coalesce(again, 0), submitted, file";
        const submissions = all<FileRow>(`select * from submissions ${order}`).map((row): Submission => {
          const { student, lab, file, submitted, sha256, problem, late, again, note } = row;
          return {
            ...{ student, lab, file, submitted: new Date(submitted) },
            ...(sha256 && { sha256 }),
            ...(problem && { problem: read<Problem>(problem) }),
            ...(late !== null && { isLate: late === 1 }),
            ...(again && { again }),
            ...(note && { note: read<Note>(note) as Note }),
          };
        });
        const byStudent = Map.groupBy(submissions, ({ student }) => student);
        return all<StudentRow>("select * from students order by id").map(
          ({ id, problem, name, email, account, notes }) => ({
            id,
            submissions: byStudent.get(id) ?? [],
            ...(name && { name }),
            ...(email && { email }),
            ...(account && { account }),
            ...(problem && { problem: read<Problem>(problem) }),
            ...(notes && { notes: read<Note[]>(notes) as Note[] }),
          }),
        );
      }),
    adjustments: (): Adjustment[] => all<Adjustment>("select * from adjustments order by time, rowid"),
    adjust: ({ student, lab, points, why, who, time }: Adjustment): void =>
      run("insert into adjustments values (?, ?, ?, ?, ?, ?)", student, lab, points, why, who, time),
    /** What a run of the grader leaves for the next. */
    settings(): Settings {
      const rows = all<{ name: string; value: string }>("select * from settings");
      return Object.fromEntries(
        rows.map(({ name, value }) => [name, reading(`the setting "${name}"`, () => JSON.parse(value))]),
      );
    },
    set: (settings: Settings): void =>
      atOnce(() => {
        for (const [name, value] of Object.entries(settings))
          run("insert or replace into settings values (?, ?)", name, JSON.stringify(value));
      }),
    /** The attempt with this key; one that could not be graded does not count as one. */
    has({ student, lab, file, sha256, grader }: Key): boolean {
      const rows = all<AttemptRow>(
        "select student, lab, grade from attempts where student = ? and lab = ? and file = ? and sha256 = ? and grader = ?",
        ...[student, lab, file, sha256, grader],
      );
      return rows.some((row) => isGraded(gradeOf(row)));
    },
    /** Other versions of the course that have graded this work before; undefined where none has. */
    gradedBy({ student, lab, file, sha256, grader }: Key): string[] | undefined {
      const rows = all<AttemptRow>(
        "select student, lab, grade from attempts where student = ? and lab = ? and file = ? and sha256 = ? and grader <> ?",
        ...[student, lab, file, sha256, grader],
      );
      return rows.length ? rows.flatMap((row) => gradeOf(row).course ?? []) : undefined;
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
    addAll(other: Readable): void {
      const students = [...this.class(), ...other.class()];
      this.setClass([...new Map(students.map((student) => [student.id, student])).values()]);
      for (const attempt of other.attempts()) this.add(attempt);
      const own = this.adjustments().map((one) => JSON.stringify(one));
      for (const one of other.adjustments()) if (!own.includes(JSON.stringify(one))) this.adjust(one);
      const { changes, last, regraded, ...settings } = other.settings(); // these are of one part alone
      this.set(settings);
    },
    close,
  };
}

/** What is more than a text is written as JSON. */
const written = (value: Problem | Note[] | undefined): string | null =>
  value === undefined ? null : typeof value === "string" ? value : JSON.stringify(value);

const read = <T>(value: string): T | string => (/^\[?\{"what":/.test(value) ? JSON.parse(value) : value);

/** Was every check's outcome found out? */
export const isGraded = ({ checks, complaints }: LabGrade): boolean =>
  !complaints.length && checks.every(({ outcome }) => outcome !== "error");
