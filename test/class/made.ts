// A folder of results whose grades nobody had to run: for what is made of them.

import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { openGradebook } from "../../grader/class/gradebook.ts";
import type { Settings } from "../../grader/class/settings.ts";
import type { Student } from "../../grader/class/submissions.ts";
import type { LabGrade } from "../../grader/grading/lab-grade.ts";
import { newFolder } from "../folder.ts";

const folder = newFolder("made");

type Made = Partial<Omit<Student, "submissions">> & {
  id: string;
  /** Of each lab, the score of 16, or a whole grade; when it was handed in. */
  scores?: Record<string, number | LabGrade>;
  submitted?: string;
};

export const grade = (lab: string, score: number): LabGrade => ({
  ...{ lab, score, maxScore: 16, complaints: [] },
  checks: [
    { id: "bridge", outcome: score === 16 ? "pass" : "fail", points: score, maxPoints: 16, needs: [], durationMs: 1 },
  ] as unknown as LabGrade["checks"],
});

/** Writes the gradebook; gives its folder. */
export function outOf(students: Made[], settings: Settings = {}): string {
  const out = mkdtempSync(join(folder, "out-"));
  const book = openGradebook(join(out, "gradebook.sqlite"));
  book.setClass(
    students.map(({ scores = {}, submitted = "2026-11-01T10:00:00Z", ...student }) => ({
      ...student,
      submissions: Object.keys(scores).map((lab) => ({
        ...{ student: student.id, lab, file: `${lab}.sh`, submitted: new Date(submitted), sha256: "0" },
      })),
    })),
  );
  for (const { id, scores = {}, submitted = "2026-11-01T10:00:00Z" } of students)
    for (const [lab, score] of Object.entries(scores)) {
      const made = typeof score === "number" ? grade(lab, score) : score;
      const script = new TextEncoder().encode("true\n");
      book.add({
        student: id,
        lab,
        file: `${lab}.sh`,
        sha256: "0",
        grader: "g",
        submitted,
        graded: submitted,
        grade: made,
        script,
      });
    }
  book.set(settings);
  book.close();
  return out;
}
