// A student's script of a class once more, in a world that stays up: what an instructor looks at with the student beside them.

import { Mistake } from "../../harness/ground/error.ts";
import type { LabGrade } from "../grading/lab-grade.ts";
import { defaultTimeout } from "../grading/timeout.ts";
import { gradeAndKeep } from "../submissions/kept.ts";
import { theStudent, withBook } from "./index.ts";
import { runName } from "./read/kind.ts";
import { resultsOf } from "./results.ts";

/** Grades what counts of the student for the lab, as the class was graded, and leaves its world up. */
export async function keepOf(out: string, student: string, lab: string): Promise<LabGrade> {
  const { id, attempt, settings } = await withBook(out, (book) => {
    const { id } = theStudent(book.class(), student);
    const own = resultsOf(book).students.find((one) => one.student.id === id);
    return { id, attempt: own?.results.find((one) => one.lab === lab)?.attempt, settings: book.settings() };
  });
  if (!attempt) throw new Mistake(`Of "${id}" nothing was graded for lab "${lab}"`, `bun grader grades ${out}`);
  return gradeAndKeep({
    ...{ lab, name: runName(`${id}/${attempt.file}`), bytes: Buffer.from(attempt.script).toString("base64") },
    ...{ timeout: settings.timeout ?? defaultTimeout, ...(settings.isIndividual && { student: id }) },
  });
}
