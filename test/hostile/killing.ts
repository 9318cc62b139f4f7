// A class for whoever kills the grader: what is in it, which of its processes are the grader's own, what came of it.

import { Database } from "bun:sqlite";
import { join } from "node:path";
import type { LabGrade } from "../../grader/grading/lab-grade.ts";
import { namesIn, textOf } from "../../harness/ground/files.ts";
import { mountsOfGroups } from "../../harness/sandbox/hierarchies.ts";
import { right } from "../class/write.ts";

const lines = right.join("\n");

/** Whose scripts are in it. */
export const batch: Record<string, string> = {
  "right-1": lines,
  "right-2": `${lines}\nsleep 0.3`,
  server: `${lines}\npython3 -m http.server 4000 >/dev/null 2>&1 & sleep 0.5`,
  leftover: `${lines}\nsleep 100 &`,
  sleeper: `${lines}\nsleep 1`,
  wrong: lines.replaceAll("172.17.0.3", "172.17.0.4"),
  nothing: "true",
};

/** The grades of each student by what the last attempt in the gradebook says. */
export function gradesIn(out: string): Map<string, LabGrade> {
  const book = new Database(join(out, "gradebook.sqlite"), { readonly: true });
  const rows = book.query<{ student: string; grade: string }, []>("select student, grade from attempts").all();
  book.close();
  return new Map(rows.map(({ student, grade }) => [student, JSON.parse(grade)]));
}

/** What must be the same in two runs, by student. */
export const outcomesOf = (grades: Map<string, LabGrade>): Record<string, string> =>
  Object.fromEntries(
    [...grades].map(([student, { score, checks, script, complaints }]) => [
      student,
      [score, ...checks.map(({ outcome }) => outcome), script?.ended, script?.status, ...complaints].join(" "),
    ]),
  );

/** Is it no process of a script? A world is two pid namespaces below the grader's, and its own first process is ours. */
export function isOurs(pid: number): boolean {
  const numbers = /^NSpid:\s+(.*)$/m.exec(textOf(`/proc/${pid}/status`) ?? "")?.[1]?.split(/\s+/) ?? [];
  return numbers.length < 3 || numbers[2] === "1";
}

/** The control groups of these graders that are there. */
export const groupsOf = (graders: number[]): string[] =>
  mountsOfGroups().flatMap(({ folder }) =>
    namesIn(join(folder, "container-network-labs")).filter((name) =>
      graders.some((pid) => name.startsWith(`world-${pid}-`)),
    ),
  );
