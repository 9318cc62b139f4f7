import type { Language } from "../../harness/text/language.ts";
import type { LabGrade } from "../grading/lab-grade.ts";
import { problemIn } from "./notes.ts";
import type { Results } from "./results.ts";

/** What counts, as reporters take it: a grade for each student and lab, also where nothing was handed in. */
export const gradesOf = ({ students }: Results, language: Language): LabGrade[] =>
  students.flatMap(({ results }) =>
    results.map(({ student, lab, score, maxScore, attempt, problem }) => ({
      ...(attempt?.grade ?? { checks: [], complaints: problem === undefined ? [] : [problemIn(language, problem)] }),
      ...{ lab, score, maxScore, handedInBy: student },
    })),
  );
