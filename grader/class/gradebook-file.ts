// The gradebook's file: SQLite, with the version of its layout in `pragma user_version`. What SQLite or the disk says goes wrong
// is said with the file's name, the cause and what to do.

import { Database } from "bun:sqlite";
import { statSync } from "node:fs";
import { dirname } from "node:path";
import { Mistake, reasonOf } from "../../harness/ground/error.ts";

/** What brings a file of version N to N + 1. Files from before there were versions have the tables of the first already. */
const steps = [
  `create table if not exists students (id text primary key, problem text);
   create table if not exists submissions (student text, lab text, file text, submitted text, sha256 text, problem text,
     primary key (student, file));
   create table if not exists attempts (student text, lab text, file text, sha256 text, grader text, submitted text,
     graded text, score integer, max_score integer, grade text, script blob,
     primary key (student, lab, file, sha256, grader));`,
  `alter table students add column name text;
   alter table students add column email text;
   alter table students add column account text;
   alter table students add column notes text;
   alter table submissions add column late integer;
   alter table submissions add column again integer;
   alter table submissions add column note text;
   create table adjustments (student text, lab text, points real, why text, who text, time text);
   create table settings (name text primary key, value text);`,
];
const tables = ["attempts", "students", "submissions"];

export type GradebookFile = {
  all<Row>(sql: string, ...values: string[]): Row[];
  run(sql: string, ...values: (string | number | null | Uint8Array)[]): void;
  /** All of it, or nothing. */
  atOnce(work: () => void): void;
  close(): void;
  /** What opening it changed, in words. */
  notice?: string;
};

/** Opens the file, or begins one (not where it must be there). An older one is brought to today's version, in one transaction. */
export function openFile(file: string, { isThere }: { isThere: boolean }): GradebookFile {
  const saying = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw error instanceof Mistake ? error : mistakeOf(file, error);
    }
  };
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  const isEmpty = size === 0;
  if (isThere && size === undefined)
    throw new Mistake(
      `Cannot open the gradebook "${file}": it is not there`,
      `bun grader DIR --out '${dirname(file)}'`,
    );
  if (isThere && isEmpty)
    throw new Mistake(
      `Cannot read the gradebook "${file}": it is empty (0 bytes)`,
      "grade that part of the class again",
    );
  const database = saying(() => new Database(file, { create: !isThere, readwrite: true, strict: true }));
  try {
    const found = saying(() => prepare(database, file));
    const notice = isEmpty
      ? `The gradebook "${file}" was empty (0 bytes): it begins anew`
      : found &&
        `The gradebook "${file}" was of version ${found.version} and is of version ${steps.length} now: all is kept`;
    return {
      all: (sql, ...values) => saying(() => database.query<never, string[]>(sql).all(...values)),
      run: (sql, ...values) => saying(() => void database.run(sql, values)),
      atOnce: (work) => saying(() => database.transaction(work)()),
      close: () => database.close(),
      ...(notice && { notice }),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Takes the file for this process, and brings it to today's version; gives the one that it had, where that was older. */
function prepare(database: Database, file: string): { version: number } | undefined {
  database.run("pragma locking_mode = exclusive"); // one grader at a time; the lock ends with its holder
  return database
    .transaction(() => {
      const { version } = database
        .query<{ version: number }, []>("select user_version as version from pragma_user_version")
        .get()!;
      if (version > steps.length)
        throw new Mistake(
          `Cannot use the gradebook "${file}": it is of version ${version}, and this grader knows up to ${steps.length}`,
          "update the course (git pull && ./setup), or bun grader DIR --out OTHER-DIR",
        );
      const names = database.query<{ name: string }, []>("select name from sqlite_schema where type = 'table'").all();
      const own = names.filter(({ name }) => tables.includes(name));
      if (names.length > 0 && own.length < tables.length)
        throw new Mistake(
          `Cannot use "${file}" as a gradebook: it is a database of something else`,
          "bun grader DIR --out OTHER-DIR",
        );
      const damage = database.query<{ quick_check: string }, []>("pragma quick_check(1)").get()!.quick_check;
      if (damage !== "ok") throw Object.assign(new Error(damage), { code: "SQLITE_CORRUPT" });
      for (const step of steps.slice(version)) database.run(step);
      database.run(`pragma user_version = ${steps.length}`);
      return names.length > 0 && version < steps.length ? { version } : undefined;
    })
    .immediate();
}

/** What SQLite's result codes are to a person (sqlite.org/rescode.html). */
function mistakeOf(file: string, error: unknown): Mistake {
  const { code = "" } = error as { code?: string };
  const is = (...codes: string[]) => codes.some((one) => code.startsWith(`SQLITE_${one}`));
  const cannot = `Cannot ${is("CANTOPEN", "BUSY") ? "open" : is("FULL", "READONLY") ? "write to" : "read"} the gradebook "${file}"`;
  if (is("BUSY")) return new Mistake(`${cannot}: another grader is writing to it`, "bun grader DIR --out OTHER-DIR");
  if (is("FULL")) return new Mistake(`${cannot}: the disk is full`, makeRoom);
  if (is("CORRUPT", "NOTADB"))
    return new Mistake(`${cannot}: it is damaged, or no gradebook (${reasonOf(error)})`, damaged(file));
  return new Mistake(`${cannot}: ${reasonOf(error)}`, "bun grader DIR --out OTHER-DIR");
}

/** What to do where the disk is full. */
export const makeRoom = "make room, then the same command again: what was graded is kept";

/** What to do where what it holds cannot be read. */
export const damaged = (file: string): string =>
  `mv '${file}' '${file}.damaged', and put a copy in its place; without one grade it all again`;
