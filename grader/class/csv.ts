import { row } from "../reporters/csv.ts";
import type { Results } from "./results.ts";

const columns = "student,lab,state,score,max_score,file,submitted,late_minutes,attempts,not_passed,problem".split(",");

/** A row for each student and lab, and one for a student of whom nothing is there. See reporters/csv.ts for the form. */
export function gradesCsv({ labs, students }: Results): string {
  const rows = students.flatMap(({ student, results }) => {
    if (!labs.length) return [[student.id, "", student.problem ? "unreadable" : "missing"]];
    return results.map(({ lab, state, score, maxScore, attempt, late, attempts, problem }) => [
      ...[student.id, lab, state, score, maxScore],
      ...[attempt?.file, attempt?.submitted, late && Math.ceil(late / 60_000), attempts.length],
      attempt?.grade.checks
        .filter(({ outcome }) => outcome !== "pass")
        .map(({ id }) => id)
        .join(" "),
      problem ?? attempt?.grade.complaints.join("; "),
    ]);
  });
  return [columns, ...rows].map(row).join("");
}
