import type { Language } from "../../harness/text/language.ts";
import { row } from "../reporters/csv.ts";
import { complaintsOf } from "../reporters/lines.ts";
import { noteIn, problemIn } from "./notes.ts";
import type { Results } from "./results.ts";

const columns = [
  ..."student,lab,state,score,max_score,file,submitted,late_minutes,attempts,not_passed,problem".split(","),
  ..."name,points,late_points,adjusted,adjustments,note,course_total".split(","),
];

/**
 * A row for each student and lab, one for a student of whom nothing is there, and one for each file that is for no lab. See
 * reporters/csv.ts for the form.
 */
export function gradesCsv({ students }: Results, language: Language): string {
  const rows = students.flatMap(({ student, results, others, total }) => {
    const { id, name, problem, notes = [] } = student;
    const notesOn = notes.map((note) => noteIn(language, note)).join("; ");
    const graded = results.map((result) => {
      const { lab, state, score, maxScore, attempt, late, isLateByName, attempts, problem, file, note } = result;
      const { points, lostLate = 0, adjustments } = result;
      const own = [
        notesOn,
        note ? noteIn(language, note) : "",
        isLateByName ? noteIn(language, { what: "late-by-name" }) : "",
      ];
      return [
        ...[id, lab, state, score, maxScore],
        ...[attempt?.file, attempt?.submitted, late && Math.ceil(late / 60_000), attempts.length],
        attempt?.grade.checks
          .filter(({ outcome }) => outcome !== "pass")
          .map(({ id }) => id)
          .join(" "),
        problem
          ? (file ? `${file}: ` : "") + problemIn(language, problem)
          : attempt && complaintsOf(attempt.grade, language).join("; "),
        ...[name, points, lostLate, adjustments.reduce((sum, { points }) => sum + points, 0)],
        adjustments
          .map(({ points, why, who, time }) => `${points > 0 ? "+" : ""}${points} ${why} (${who}, ${time})`)
          .join("; "),
        ...[own.filter(Boolean).join("; "), total],
      ];
    });
    const nothing = results.length
      ? []
      : [
          [
            id,
            "",
            problem ? "unreadable" : "missing",
            ...Array(7),
            problem && problemIn(language, problem),
            name,
            ...Array(4),
            notesOn,
          ],
        ];
    const rest = others.map(({ lab, file, submitted, problem }) => [
      ...[id, lab, "unrecognised", "", "", file, submitted.toISOString(), "", "", ""],
      ...[problem && problemIn(language, problem), name],
    ]);
    return [...graded, ...nothing, ...rest];
  });
  return [columns, ...rows].map((cells) => row(columns.map((_, at) => cells[at]))).join("");
}
