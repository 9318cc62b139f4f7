// Pages for the students: each one's own, under a name that nobody guesses, without the others.

import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { Mistake } from "../../harness/ground/error.ts";
import { writeWhole } from "../../harness/ground/files.ts";
import { reasonIn } from "../../harness/ground/in-the-way.ts";
import { isWithin } from "../../harness/ground/paths.ts";
import type { Language } from "../../harness/text/language.ts";
import { row } from "../reporters/csv.ts";
import type { Gradebook } from "./gradebook.ts";
import { studentPage } from "./page/student.ts";
import type { Results } from "./results.ts";

const nameBytes = 16; // 128 bits

/** Writes them into the folder, and into `out` which is whose. A student's page keeps its name from run to run. */
export function publish(book: Gradebook, results: Results, out: string, folder: string, language: Language): void {
  // whoever publishes a folder publishes what is in it
  if (isWithin(out, folder) || isWithin(folder, join(out, "students")))
    throw new Mistake(`Cannot publish into "${out}": the pages of all are there`, "--publish OTHER-DIR");
  const pages = { ...book.settings().pages };
  for (const { student } of results.students) pages[student.id] ??= randomBytes(nameBytes).toString("hex");
  book.set({ pages });
  try {
    mkdirSync(folder, { recursive: true });
    // so that a web server that lists folders has nothing to list
    if (!existsSync(join(folder, "index.html")))
      writeWhole(join(folder, "index.html"), "<!doctype html><title>.</title>\n");
    for (const own of results.students)
      writeWhole(
        join(folder, `${pages[own.student.id]}.html`),
        studentPage(own, results.course, language, { isPublished: true }),
      );
    const rows = results.students.map(({ student: { id, name, email } }) => [id, name, email, `${pages[id]}.html`]);
    writeWhole(join(out, "published.csv"), [["student", "name", "email", "page"], ...rows].map(row).join(""));
  } catch (error) {
    throw new Mistake(`Cannot publish into "${folder}": ${reasonIn(folder, error)}`, "--publish OTHER-DIR");
  }
}
