// Grades all that counts again, from the scripts in the gradebook, and names what does not come out the same each time.

import type { Language } from "../../harness/text/language.ts";
import { visible } from "../../harness/text/visible.ts";
import type { LabGrade } from "../grading/lab-grade.ts";
import { reportOf } from "../reporters/lines.ts";
import { gradeItems } from "./batch.ts";
import type { Attempt, Gradebook } from "./gradebook.ts";
import { runName } from "./read/kind.ts";
import { resultsOf } from "./results.ts";
import { graderVersion } from "./version.ts";

type Options = {
  times: number;
  jobs: number;
  language: Language;
  /** Only these students' work; all where none is named. */
  students: readonly string[];
  onGrade: (done: number, all: number) => void;
};

/** A line for each that was not the same; and how many were graded. The gradebook is not changed. */
export async function unstableIn(book: Gradebook, { times, students, ...options }: Options) {
  const { timeout = 30, isIndividual = false } = book.settings();
  const counting = resultsOf(book)
    .students.filter(({ student }) => !students.length || students.includes(student.id))
    .flatMap(({ results }) => results.flatMap(({ attempt }) => attempt ?? []));
  const runs = new Map<Attempt, LabGrade[]>(
    counting.map((attempt) => [
      attempt,
      // what another version of the grader gave may have been another grade
      attempt.grader === graderVersion(attempt.lab, timeout, isIndividual) ? [attempt.grade] : [],
    ]),
  );
  const items = Array.from({ length: times }, () => counting).flatMap((round) =>
    round.map((attempt) => ({
      ...{ attempt, student: attempt.student, lab: attempt.lab },
      read: () => ({ name: runName(`${attempt.student}/${attempt.file}`), bytes: attempt.script }),
    })),
  );
  let done = 0;
  await gradeItems(items, { ...options, timeout, isIndividual }, ({ attempt }, { grade }) => {
    runs.get(attempt)!.push(grade);
    options.onGrade(++done, items.length);
  });
  const lines = [...runs].flatMap(([attempt, grades]) => differences(attempt, grades, options.language));
  return { lines, count: counting.length };
}

function differences({ student, lab }: Attempt, grades: LabGrade[], language: Language): string[] {
  const { titleOf } = reportOf({ lab }, language);
  const ids = [...new Set(grades.flatMap(({ checks }) => checks.map(({ id }) => id)))];
  const outcomesOf = (id: string) => grades.map(({ checks }) => checks.find((one) => one.id === id)?.outcome ?? "—");
  const complaints = grades.flatMap(({ complaints }) => complaints);
  return [
    ...ids
      .filter((id) => new Set(outcomesOf(id)).size > 1)
      .map((id) => `${titleOf({ id })}: ${outcomesOf(id).join(" ")}`),
    ...complaints,
  ].map((line) => `${visible(student)}, ${lab}: ${visible(line)}`);
}
