// What is said on the terminal when a class was graded: who is missing, what was not recognised, what has changed.

import type { Language } from "../../harness/text/language.ts";
import { inOneLine } from "../../harness/text/visible.ts";
import { isByCourse } from "./changes.ts";
import { type Note, noteIn, problemIn } from "./notes.ts";
import { words } from "./page/words.ts";
import type { Result, Results, StudentResults } from "./results.ts";
import type { Change } from "./settings.ts";

const say = {
  en: {
    nothing:
      "Nothing was recognised as work for a lab: name the files 03-bridge.sh, or the lab: bun grader DIR 03 --out OUT",
    missing: "nothing handed in: ",
    outside: "not in the roster: ",
    strays: "nobody's files: ",
    changes: "changed since the last run:",
    comma: ", ",
    more: (count: number) => `… and ${count} more`,
  },
  zh: {
    nothing: "没有认出任何实验的作业：请把文件命名为 03-bridge.sh，或写明实验：bun grader DIR 03 --out OUT",
    missing: "没有交：",
    outside: "不在名单里：",
    strays: "不属于任何人的文件：",
    changes: "与上次运行相比的变化：",
    comma: "、",
    more: (count: number) => `…… 另有 ${count} 项`,
  },
};

const most = 30; // lines of a kind

/** Lines, each with its end. */
export function summary({ labs, students, changes, regraded }: Results, strays: string[], language: Language): string {
  const told = say[language];
  const list = (label: string, names: string[]) => {
    const rest = names.length - most;
    const all = [...names.slice(0, most).map(inOneLine), ...(rest > 0 ? [told.more(rest)] : [])];
    return names.length ? [`${label}${all.join(told.comma)}`] : [];
  };
  const isMissing = ({ results, others }: StudentResults) =>
    !others.length && results.every(({ state }) => state === "missing");
  const handedIn = students.some((one) => one.results.some(({ state }) => state !== "missing"));
  const isOutside = ({ student }: StudentResults) =>
    student.notes?.some(({ what }) => what === "outside-roster" || what === "alike-in-roster");
  const lines = [
    ...(labs.length && handedIn ? [] : [told.nothing]),
    ...cut(
      students.flatMap((student) => unclear(student, language)),
      told.more,
    ),
    ...list(
      told.missing,
      students.filter(isMissing).map(({ student }) => student.name ?? student.id),
    ),
    ...list(
      told.outside,
      students.filter(isOutside).map(({ student }) => student.id),
    ),
    ...list(told.strays, strays),
    ...(regraded ? [words[language].regraded(regraded)] : []),
    ...(changes.length
      ? [
          told.changes,
          ...cut(
            changes.map((change) => `  ${changeIn(language, change)}`),
            told.more,
          ),
        ]
      : []),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

const cut = (lines: string[], more: (count: number) => string): string[] =>
  lines.length > most ? [...lines.slice(0, most), more(lines.length - most)] : lines;

/** The files of a student that are not graded, and those of which the lab was guessed. */
function unclear({ student, results, others }: StudentResults, language: Language): string[] {
  const line = (file: string, why: string) => `${inOneLine(student.id)}/${inOneLine(file)}: ${inOneLine(why)}`;
  const isTold = ({ what }: Note) => what === "nearly" || what === "the-only-one";
  return [
    ...others.flatMap(({ file, problem }) => (problem ? [line(file, problemIn(language, problem))] : [])),
    ...results.flatMap(({ file, problem, note, attempt }: Result) => [
      ...(problem && file ? [line(file, problemIn(language, problem))] : []),
      ...(note && attempt && isTold(note) ? [line(attempt.file, noteIn(language, note))] : []),
    ]),
    ...(student.notes ?? [])
      .filter(({ what }) => ["other-files", "other-labs", "folders", "alike-in-roster", "too-deep"].includes(what))
      .map((note) => `${inOneLine(student.id)}: ${inOneLine(noteIn(language, note))}`),
  ];
}

/** "ann, 03-bridge: nothing handed in → 14". */
export function changeIn(language: Language, change: Change): string {
  const { student, lab, before, now } = change;
  const { states } = words[language];
  const part = (one: Change["now"]) =>
    !one ? "—" : one.state === "graded" || one.score > 0 ? String(one.score) : states[one.state as keyof typeof states];
  const why = isByCourse(change) ? ` (${words[language].byCourse})` : "";
  return `${inOneLine(student)}, ${lab}: ${part(before)} → ${part(now)}${why}`;
}
