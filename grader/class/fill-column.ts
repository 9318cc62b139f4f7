// A class's grades for a lab, or for the course, in a learning platform's own file.

import type { Language } from "../../harness/text/language.ts";
import { visible } from "../../harness/text/visible.ts";
import { rounded } from "./course.ts";
import { accountOf, columnOf, fillableRows, filled } from "./fill.ts";
import { words } from "./page/words.ts";
import { openPeople } from "./read/people.ts";
import { readTable } from "./read/table.ts";
import type { Results, StudentResults } from "./results.ts";

const say = {
  en: {
    filled: (count: number, column: string) => `${count} filled in "${column}"`,
    scaled: (from: number, to: number) => `scaled from ${from} to ${to} points`,
    onlyThere: "in the file, not in the class: ",
    onlyHere: "in the class, not in the file: ",
    unsure: "more than one of the class fits: ",
    fixed: (value: string) => `the platform lets it not be changed; it is "${value}"`,
    kept: (value: string) => `nothing handed in; "${value}" stays`,
    excused: (value: string) => `excused; "${value}" stays`,
    twice: "more than one row fits one of the class: ",
    gbk: "the file was in GBK and is in UTF-8 now",
  },
  zh: {
    filled: (count: number, column: string) => `“${column}”填了 ${count} 项`,
    scaled: (from: number, to: number) => `从满分 ${from} 换算为 ${to}`,
    onlyThere: "文件里有、班里没有：",
    onlyHere: "班里有、文件里没有：",
    unsure: "班里不止一人对得上：",
    fixed: (value: string) => `平台不允许修改，仍为“${value}”`,
    kept: (value: string) => `没有交，“${value}”不动`,
    excused: (value: string) => `已免交，“${value}”不动`,
    twice: "文件里不止一行对得上班里同一人：",
    gbk: "原文件是 GBK 编码，现为 UTF-8",
  },
};

/** What a student has, of how much, and why it cannot be written down yet. */
function gradeOf({ results, total }: StudentResults, lab: string | undefined, points: number) {
  const unknown = results.find(({ state }) => state === "error" || state === "waiting");
  if (lab === undefined) return { points: total ?? 0, most: points, state: unknown?.state ?? ("graded" as const) };
  const result = results.find((one) => one.lab === lab);
  const state = result?.state ?? "missing";
  // points that a person gave are a grade, though nothing was handed in
  return {
    ...{ points: result?.points ?? 0, most: result?.maxScore ?? 0 },
    state: state === "missing" && result?.adjustments.length ? ("graded" as const) : state,
  };
}

const isNone = (value: string): boolean => value === "" || value === "-"; // Moodle writes "-" where there is no grade

const isExcused = (value: string): boolean => /^(?:ex|excused)$/i.test(value); // Canvas

/** The file filled in, what there is to say about it, and whether everybody has their grade. `lab`: undefined for the course. */
export function fillColumn(
  results: Results,
  file: string,
  wanted: string,
  lab: string | undefined,
  language: Language,
) {
  const told = say[language];
  const table = readTable(file, 'bun grader grades OUT --fill FILE.csv --column "Lab 03"');
  const head = table.rows[0]!.map(({ text }) => text);
  const column = columnOf(head, wanted);
  const people = results.students.map((own) => {
    const { id, name, email, account } = own.student;
    const ids = [id, ...(account ? [accountOf(account)] : [])];
    return { own, ids, names: [...(name ? [name] : []), id], ...(email && { email }) };
  });
  const find = openPeople(people);
  const rows = fillableRows(table, column).map((one) => ({ ...one, fits: find(one.who) }));
  // two of one name: theirs is the row that says so by a number or an address
  const isSure = ({ who, fits }: (typeof rows)[number]) => find({ ...who, names: [] })[0] === fits[0];
  const rowsOf = Map.groupBy(rows, ({ fits }) => (fits.length === 1 ? fits[0] : undefined));
  const values = new Map<number, number>();
  const lines: string[] = [];
  const found = new Set<StudentResults>();
  const [unknown, unsure, twice]: [string[], string[], string[]] = [[], [], []];
  let scaled: string | undefined;
  for (const own of rows) {
    const { row, who, value, most, isFixed, fits } = own;
    const name = who.names[0] ?? who.ids[0] ?? who.email ?? "?";
    const number = who.ids.find((id) => !id.startsWith("account "));
    const alike = number === undefined || number === name ? name : `${name} (${number})`;
    const [one] = fits;
    if (!one || fits.length > 1) {
      if (one) unsure.push(alike);
      else unknown.push(name);
      continue;
    }
    found.add(one.own);
    const rivals = rowsOf.get(one)!;
    const sure = rivals.length > 1 ? rivals.filter(isSure) : [own];
    if (sure.length !== 1 || sure[0] !== own) {
      (sure.length === 0 || sure.includes(own) ? twice : unknown).push(alike);
      continue;
    }
    const grade = gradeOf(one.own, lab, results.course.points);
    const why = isFixed
      ? told.fixed(value)
      : isExcused(value) && grade.state !== "missing"
        ? told.excused(value)
        : grade.state === "missing" && !isNone(value)
          ? told.kept(value)
          : grade.state === "graded" || grade.state === "missing"
            ? undefined
            : words[language].states[grade.state];
    if (why !== undefined) lines.push(`${visible(name)}: ${visible(why)}`);
    else {
      const isScaled = most !== undefined && grade.most > 0 && most !== grade.most;
      if (isScaled) scaled = told.scaled(grade.most, most);
      values.set(row, isScaled ? rounded(results.course, (grade.points * most) / grade.most) : grade.points);
    }
  }
  const missing = results.students.filter((own) => !found.has(own)).map(({ student }) => student.name ?? student.id);
  const list = (label: string, names: string[]) => (names.length ? [label + names.map(visible).join(", ")] : []);
  const notes = [
    ...[told.filled(values.size, head[column]!), ...(scaled ? [scaled] : [])],
    ...lines,
    ...[
      ...list(told.unsure, unsure),
      ...list(told.twice, twice),
      ...list(told.onlyThere, unknown),
      ...list(told.onlyHere, missing),
    ],
    ...(table.encoding === "gb18030" ? [told.gbk] : []),
  ];
  const isWhole = !lines.length && !unknown.length && !unsure.length && !twice.length && !missing.length;
  return { bytes: filled(table, column, values), notes, isWhole };
}
