import type { Language } from "../../harness/text/language.ts";
import { labOf } from "../reporters/json.ts";
import type { Attempt } from "./gradebook.ts";
import type { Result } from "./results.ts";
import type { Student } from "./submissions.ts";

/** A student's grades: the grader's JSON, schema 1, with the evidence and every attempt. */
export function studentJson({ id, problem }: Student, results: Result[], language: Language): string {
  const sum = (key: "score" | "maxScore") => results.reduce((total, result) => total + result[key], 0);
  const labs = results.map(({ lab, state, score, maxScore, attempt, late, problem, attempts }) => ({
    ...(attempt ? labOf(attempt.grade, language) : { lab, score, maxScore, checks: [] }),
    student: id,
    state,
    ...(problem && { problem }),
    ...(late && { lateMs: late }),
    ...(attempt && {
      ...facts(attempt),
      source: new TextDecoder().decode(attempt.script),
      ...(attempt.grade.evidence && { evidence: attempt.grade.evidence }),
    }),
    attempts: attempts.map((one) => ({ ...facts(one), score: one.grade.score, maxScore: one.grade.maxScore })),
  }));
  const head = { schema: 1, student: id, ...(problem && { problem }), score: sum("score"), maxScore: sum("maxScore") };
  return `${JSON.stringify({ ...head, labs }, null, 2)}\n`;
}

const facts = ({ file, sha256, submitted, graded, grader }: Attempt) => ({ file, sha256, submitted, graded, grader });
