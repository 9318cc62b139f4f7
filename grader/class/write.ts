// The files of a class: grades.csv, the class page, and for each student a JSON and a page.

import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Mistake, reasonOf } from "../../harness/ground/error.ts";
import { writeWhole } from "../../harness/ground/files.ts";
import type { Language } from "../../harness/text/language.ts";
import { gradesCsv } from "./csv.ts";
import { studentJson } from "./json.ts";
import { classPage } from "./page/class.ts";
import { fileNameOf } from "./page/link.ts";
import { studentPage } from "./page/student.ts";
import type { Results } from "./results.ts";

/** Writes them all; each file appears whole. */
export function writeReports(results: Results, out: string, language: Language): void {
  write(join(out, "grades.csv"), gradesCsv(results));
  write(join(out, "index.html"), classPage(results, language));
  for (const { student, results: own } of results.students) {
    const file = join(out, "students", fileNameOf(student.id));
    write(`${file}.json`, studentJson(student, own, language));
    write(`${file}.html`, studentPage(student, own, language));
  }
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeWhole(file, text);
  } catch (error) {
    throw new Mistake(`Cannot write "${file}": ${reasonOf(error)}`, "bun grader DIR --out OTHER-DIR");
  }
}
