import { Database } from "bun:sqlite";
import { join } from "node:path";
import type { LabGrade } from "../../grader/grading/lab-grade.ts";

/** What a gradebook holds, but for times and what differs in every world. */
export function contentOf(out: string) {
  const book = new Database(join(out, "gradebook.sqlite"), { readonly: true });
  const rows = book
    .query<{ student: string; lab: string; file: string; sha256: string; grader: string; grade: string }, []>(
      "select student, lab, file, sha256, grader, grade from attempts order by student, file, sha256",
    )
    .all();
  book.close();
  return rows.map(({ grade, ...rest }) => {
    const { score, checks } = JSON.parse(grade) as LabGrade;
    return { ...rest, score, outcomes: checks.map(({ id, outcome }) => [id, outcome]) };
  });
}
