import { decoded } from "../../harness/text/decode.ts";
import type { Language } from "../../harness/text/language.ts";
import { labOf } from "../reporters/json.ts";
import type { Attempt } from "./gradebook.ts";
import { noteIn, problemIn } from "./notes.ts";
import type { StudentResults } from "./results.ts";

/** A student's grades: the grader's JSON, schema 1, with the evidence and every attempt. */
export function studentJson({ student, results, others, total }: StudentResults, language: Language): string {
  const { id, name, problem, notes } = student;
  const sum = (key: "score" | "maxScore") => results.reduce((total, result) => total + result[key], 0);
  const labs = results.map(({ lab, state, score, maxScore, attempt, late, problem, note, attempts, ...counted }) => ({
    ...(attempt ? labOf(attempt.grade, language) : { lab, score, maxScore, checks: [] }),
    student: id,
    state,
    ...(problem && { problem: problemIn(language, problem) }),
    ...(note && { note: noteIn(language, note) }),
    ...(late && { lateMs: late }),
    ...(counted.lostLate && { lostLate: counted.lostLate }),
    ...(counted.adjustments.length > 0 && {
      adjustments: counted.adjustments.map(({ student, lab, ...rest }) => rest),
    }),
    points: counted.points,
    ...(attempt && {
      ...facts(attempt),
      source: decoded(attempt.script)?.text ?? new TextDecoder().decode(attempt.script),
      ...(attempt.grade.evidence && { evidence: attempt.grade.evidence }),
    }),
    attempts: attempts.map((one) => ({ ...facts(one), score: one.grade.score, maxScore: one.grade.maxScore })),
  }));
  const head = {
    ...{ schema: 1, student: id, ...(name && { name }) },
    ...(problem && { problem: problemIn(language, problem) }),
    ...(notes && { notes: notes.map((note) => noteIn(language, note)) }),
    ...(others.length > 0 && {
      unrecognised: others.map(({ file, problem }) => ({ file, problem: problem && problemIn(language, problem) })),
    }),
    ...{ score: sum("score"), maxScore: sum("maxScore"), ...(total !== undefined && { total }) },
  };
  return `${JSON.stringify({ ...head, labs }, null, 2)}\n`;
}

const facts = ({ file, sha256, submitted, graded, grader }: Attempt) => ({ file, sha256, submitted, graded, grader });
