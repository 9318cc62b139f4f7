// The files of a class: grades.csv, the class page, and for each student a JSON and a page.

import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Mistake } from "../../harness/ground/error.ts";
import { writeWhole } from "../../harness/ground/files.ts";
import { reasonIn } from "../../harness/ground/in-the-way.ts";
import type { Language } from "../../harness/text/language.ts";
import { gradesCsv } from "./csv.ts";
import { makeRoom } from "./gradebook-file.ts";
import { studentJson } from "./json.ts";
import { classPage } from "./page/class.ts";
import { fileNameOf } from "./page/link.ts";
import { studentPage } from "./page/student.ts";
import type { Results } from "./results.ts";

/** Writes them all; each file appears whole. */
export function writeReports(results: Results, out: string, language: Language): void {
  write(join(out, "grades.csv"), gradesCsv(results, language));
  write(join(out, "index.html"), classPage(results, language));
  for (const own of results.students) {
    const file = join(out, "students", fileNameOf(own.student.id));
    write(`${file}.json`, studentJson(own, language));
    write(`${file}.html`, studentPage(own, results.course, language));
  }
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeWhole(file, text);
  } catch (error) {
    const isFull = ["ENOSPC", "EDQUOT"].includes((error as NodeJS.ErrnoException).code ?? "");
    throw new Mistake(
      `Cannot write "${file}": ${reasonIn(dirname(file), error)}`,
      isFull ? makeRoom : "bun grader DIR --out OTHER-DIR",
    );
  }
}
