import type { LabGrade } from "../grading/grade.ts";
import type { Results } from "./results.ts";

/** What counts, as reporters take it: a grade for each student and lab, also where nothing was handed in. */
export const gradesOf = ({ students }: Results): LabGrade[] =>
  students.flatMap(({ results }) =>
    results.map(({ student, lab, score, maxScore, attempt, problem }) => ({
      ...(attempt?.grade ?? { checks: [], complaints: problem === undefined ? [] : [problem] }),
      ...{ lab, score, maxScore, handedInBy: student },
    })),
  );
