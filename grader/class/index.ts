// A class: grades every submission in a folder, and writes the gradebook, grades.csv and the pages.

import { mkdirSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { Mistake, reasonOf } from "../../harness/ground/error.ts";
import type { Language } from "../../harness/text/language.ts";
import { type BatchOptions, gradeClass } from "./batch.ts";
import { openGradebook } from "./gradebook.ts";
import { openProgress } from "./progress.ts";
import { type Results, resultsOf } from "./results.ts";
import { isOfShard } from "./shard.ts";
import { readClass } from "./submissions.ts";
import { writeReports } from "./write.ts";

type PageOptions = {
  /** A submission written after it is late. */
  due: Date | undefined;
  language: Language;
  /** Where it is told how far it is. */
  progress: NodeJS.WriteStream;
};

/** What the class has, and the exit status. */
export type Graded = { results: Results; status: number };

type ClassOptions = PageOptions &
  Omit<BatchOptions, "onGrade"> & {
    /** The part of the class to grade, from 1, and how many parts there are. */
    shard: { part: number; of: number };
  };

const bookName = "gradebook.sqlite";

/** Grades the class in the folder. What had been graded before is not run again. */
export async function gradeFolder(folder: string, out: string, options: ClassOptions): Promise<Graded> {
  if (`${resolve(out)}${sep}`.startsWith(`${resolve(folder)}${sep}`))
    throw new Mistake(`Cannot write into the class's own folder "${folder}"`, `bun grader ${folder} --out OTHER-DIR`);
  const students = readClass(folder).filter(({ id }) => isOfShard(id, options.shard));
  const book = opened(bookIn(out));
  try {
    book.setClass(students);
    const progress = openProgress(options.progress);
    const { graded, before } = await gradeClass(students, book, { ...options, onGrade: progress.show });
    const results = resultsOf(book, options.due);
    writeReports(results, out, options.language);
    progress.end(`${graded} graded, ${before} unchanged\n${join(out, "index.html")}`);
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
    const results = resultsOf(book, options.due);
    writeReports(results, out, options.language);
    options.progress.write(`${results.students.length} students\n${join(out, "index.html")}\n`);
    return { results, status: statusOf(results) };
  } finally {
    book.close();
  }
}

/** The gradebook; what opening it changed is said on standard error. */
function opened(file: string, options?: { isThere: boolean }) {
  const book = openGradebook(file, options);
  if (book.notice) process.stderr.write(`${book.notice}\n`);
  return book;
}

function bookIn(out: string): string {
  try {
    mkdirSync(out, { recursive: true });
  } catch (error) {
    throw new Mistake(`Cannot make the folder "${out}": ${reasonOf(error)}`, "bun grader DIR --out OTHER-DIR");
  }
  return join(out, bookName);
}

function statusOf({ students }: Results): number {
  const all = students.flatMap(({ results }) => results);
  if (all.some(({ state }) => state === "error" || state === "waiting")) return 2;
  return all.every(({ score, maxScore }) => score === maxScore) ? 0 : 1;
}
