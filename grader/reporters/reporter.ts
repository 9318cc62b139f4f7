import type { Language } from "../../harness/text/language.ts";
import type { LabGrade } from "../grading/lab-grade.ts";

/** Turns grades into the text of a report. */
export type Reporter = (grades: LabGrade[], language: Language) => string;
