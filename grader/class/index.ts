// A class: grades every submission in a folder, and writes the gradebook, grades.csv and the pages.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Mistake } from "../../harness/ground/error.ts";
import { reasonIn } from "../../harness/ground/in-the-way.ts";
import { isWithin } from "../../harness/ground/paths.ts";
import { inWords } from "../../harness/ground/phrases.ts";
import type { Language } from "../../harness/text/language.ts";
import { visible } from "../../harness/text/visible.ts";
import { type BatchOptions, gradeClass } from "./batch.ts";
import { changesBetween, snapshotOf } from "./changes.ts";
import type { Course } from "./course.ts";
import { type Gradebook, openGradebook } from "./gradebook.ts";
import { openProgress } from "./progress.ts";
import { publish } from "./publish.ts";
import { openPeople } from "./read/people.ts";
import type { Enrolled } from "./read/roster.ts";
import { type Results, resultsOf } from "./results.ts";
import { isOfShard } from "./shard.ts";
import { readClass, type Student } from "./submissions.ts";
import { summary } from "./summary.ts";
import { writeReports } from "./write.ts";

type PageOptions = {
  /** A submission written after it is late. */
  due: Date | undefined;
  course: Course | undefined;
  /** The folder of the students' own pages, where they are wanted. */
  publish: string | undefined;
  language: Language;
  /** Where it is told how far it is. */
  progress: NodeJS.WriteStream;
};

/** What the class has, and the exit status. */
export type Graded = { results: Results; status: number };

type ClassOptions = PageOptions &
  Omit<BatchOptions, "onGrade" | "onBegin"> & {
    /** The part of the class to grade, from 1, and how many parts there are. */
    shard: { part: number; of: number };
    roster: Enrolled[] | undefined;
  };

const bookName = "gradebook.sqlite";

/** Grades the class in the folder. What had been graded before is not run again. */
export async function gradeFolder(folder: string, out: string, options: ClassOptions): Promise<Graded> {
  if (isWithin(out, folder))
    throw new Mistake(`Cannot write into the class's own folder "${folder}"`, `bun grader ${folder} --out OTHER-DIR`);
  const { labs, course, roster, language } = options;
  const wanted = labs.length ? labs : Object.keys(course?.labs ?? {});
  const read = readClass(folder, { labs: wanted, ...(roster && { roster }) });
  const students = read.students.filter(({ id }) => isOfShard(id, options.shard));
  const again = options.again.map((word) => theStudent(students, word).id);
  const book = opened(bookIn(out));
  try {
    book.setClass(students);
    book.set({
      ...{ labs: [...labs], due: options.due?.toISOString() ?? null, course: course ?? null },
      ...{ timeout: options.timeout, isIndividual: options.isIndividual },
    });
    const progress = openProgress(options.progress, language);
    const { graded, before, regraded } = await gradeClass(students, book, {
      ...{ ...options, labs: wanted, again, onGrade: progress.show, onBegin: progress.begin },
    });
    const last = book.settings().last;
    const now = snapshotOf(resultsOf(book));
    book.set({ last: now, regraded, ...(last && { changes: changesBetween(last, now) }) });
    const results = resultsOf(book);
    writeReports(results, out, language);
    if (options.publish !== undefined) publish(book, results, out, options.publish, language);
    progress.end(graded, before, `${summary(results, read.strays, language)}${join(out, "index.html")}`);
    return { results, status: statusOf(results) };
  } finally {
    book.close();
  }
}

/** Makes one gradebook of several, and its reports. */
export function merge(parts: string[], out: string, options: PageOptions): Graded {
  const book = opened(bookIn(out));
  try {
    for (const part of parts) {
      const other = opened(join(part, bookName), { isThere: true });
      book.addAll(other);
      other.close();
    }
    const { due, course } = options;
    book.set({ ...(due && { due: due.toISOString() }), ...(course && { course }) });
    const results = resultsOf(book);
    writeReports(results, out, options.language);
    if (options.publish !== undefined) publish(book, results, out, options.publish, options.language);
    options.progress.write(`${results.students.length} students\n${join(out, "index.html")}\n`);
    return { results, status: statusOf(results) };
  } finally {
    book.close();
  }
}

/** Opens the gradebook of a class that was graded, and closes it at the end. */
export async function withBook<T>(out: string, work: (book: Gradebook) => T | Promise<T>): Promise<T> {
  const book = opened(join(out, bookName), { isThere: true });
  try {
    return await work(book);
  } finally {
    book.close();
  }
}

/** The one student that is meant by an id, a name, a number or an e-mail address. */
export function theStudent(students: Student[], word: string): Student {
  const exact = students.filter(({ id }) => id === word);
  const people = students.map((student) => ({
    ...{
      student,
      names: [student.name ?? "", student.id].filter(Boolean),
      ids: [student.id, student.account ?? ""].filter(Boolean),
    },
    ...(student.email && { email: student.email }),
  }));
  const found = exact.length ? exact : openPeople(people)({ ids: [], names: [word] }).map(({ student }) => student);
  const [student] = found;
  if (student && found.length === 1) return student;
  const names = (found.length ? found : students).map(({ id }) => visible(id));
  const list = names.length > 12 ? `${names.slice(0, 12).join(", ")} …` : names.join(", ");
  throw new Mistake(
    found.length
      ? `More than one student is "${word}": ${list}`
      : `Nobody in the class is "${word}"; there are: ${list}`,
    "name one as grades.csv does",
  );
}

/** The gradebook; what opening it changed is said on standard error. */
function opened(file: string, options?: { isThere: boolean }) {
  const book = openGradebook(file, options);
  if (book.notice) process.stderr.write(`${inWords(book.notice)}\n`);
  return book;
}

function bookIn(out: string): string {
  try {
    mkdirSync(out, { recursive: true });
  } catch (error) {
    throw new Mistake(`Cannot make the folder "${out}": ${reasonIn(out, error)}`, "bun grader DIR --out OTHER-DIR");
  }
  return join(out, bookName);
}

function statusOf({ labs, students }: Results): number {
  const all = students.flatMap(({ results }) => results);
  if (!labs.length || !all.some(({ state }) => state !== "missing")) return 2; // nothing of it was recognised
  if (all.some(({ state }) => state === "error" || state === "waiting")) return 2;
  const isAnythingUnclear = students.some(({ others }) => others.length > 0);
  return !isAnythingUnclear && all.every(({ score, maxScore }) => score === maxScore) ? 0 : 1;
}
