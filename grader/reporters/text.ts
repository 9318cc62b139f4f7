import { sentence } from "../../harness/explain/words.ts";
import type { Language } from "../../harness/text/language.ts";
import { bold, columns, cyan, dim, green, red, yellow } from "../../harness/text/style.ts";
import { inline } from "../../harness/text/terminal.ts";
import { wrap } from "../../harness/text/wrap.ts";
import type { LabGrade } from "../grade.ts";
import type { Outcome, TestPoint } from "../test-point.ts";
import { type CheckWords, wordsOf } from "../words.ts";
import type { Reporter } from "./index.ts";

const terms = {
  en: {
    expected: "expected",
    actual: "actual",
    seen: "see it",
    cause: "cause",
    hint: "look next",
    waits: "waits for",
    error: "could not find out",
    points: "points",
  },
  zh: {
    expected: "应为",
    actual: "实为",
    seen: "查看命令",
    cause: "原因",
    hint: "下一步看",
    waits: "先要通过",
    error: "无法判断",
    points: "分",
  },
};

const marks: Record<Outcome, string> = { pass: green("✔"), fail: red("✘"), skip: dim("○"), error: yellow("!") };

/** What a student reads: a line for what passed; for what failed, why, and where to look next. */
export const report: Reporter = (grades, language) => grades.map((grade) => labReport(grade, language)).join("\n");

function labReport({ lab, score, maxScore, checks }: LabGrade, language: Language): string {
  const words = wordsOf(lab, language);
  const titleOf = (id: string) => words({ id } as TestPoint).title;
  const lines = checks.map((point) => pointReport(point, words(point), titleOf, language));
  return `${bold(lab)}  ${score}/${maxScore} ${terms[language].points}\n${lines.join("")}`;
}

function pointReport(
  point: TestPoint,
  { title, hints }: CheckWords,
  titleOf: (id: string) => string,
  language: Language,
): string {
  const term = terms[language];
  const head = `  ${marks[point.outcome]} ${inline(title)}`;
  if (point.outcome === "pass") return `${head}\n`;
  if (point.outcome === "skip") {
    const blockers = point.blockedBy?.map((id) => inline(titleOf(id))).join("; ");
    return `${wrap(`${head}  ${dim(`(${term.waits}: ${blockers})`)}`, columns(), "    ")}\n`;
  }
  const rows: [string, string][] = [];
  if (point.outcome === "error") rows.push([term.error, show(point.actual)]);
  else {
    rows.push([term.expected, show(point.expected)], [term.actual, show(point.actual)]);
  }
  if (point.seen) rows.push([term.seen, cyan(point.seen)]);
  if (point.broken !== undefined) {
    const { seen } = point.broken ?? {};
    rows.push([term.cause, sentence(point.broken, language) + (seen ? ` (${cyan(seen)})` : "")]);
  }
  if (hints[0] && point.outcome === "fail") rows.push([term.hint, inline(hints[0])]);
  const width = Math.max(...rows.map(([name]) => Bun.stringWidth(name))) + 2;
  const body = rows.map(([name, text]) => {
    const label = `      ${name}${" ".repeat(width - Bun.stringWidth(name))}`;
    return `${wrap(label + text, columns(), " ".repeat(6 + width))}\n`;
  });
  return `${head}\n${body.join("")}`;
}

/** A value in few signs: {a: 1, b: [UP]} rather than JSON's quotes. */
function show(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(
      ([key, part]) => `${key}: ${typeof part === "object" && !Array.isArray(part) ? `{${show(part)}}` : show(part)}`,
    )
    .join(", ");
}
