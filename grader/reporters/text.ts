import type { Language } from "../../harness/text/language.ts";
import { bold, columns, cyan, dim, green, red, yellow } from "../../harness/text/style.ts";
import { inline } from "../../harness/text/terminal.ts";
import { visible } from "../../harness/text/visible.ts";
import { wrap } from "../../harness/text/wrap.ts";
import type { LabGrade } from "../grading/grade.ts";
import type { Outcome, TestPoint } from "../tap/test-point.ts";
import { type Line, reportOf, terms } from "./lines.ts";
import { scriptLines } from "./ran.ts";
import type { Reporter } from "./reporter.ts";

const marks: Record<Outcome, string> = { pass: green("✔"), fail: red("✘"), skip: dim("○"), error: yellow("!") };

/** What a student reads: a line for what passed; for what failed, why, and where to look next. */
export const report: Reporter = (grades, language) => grades.map((grade) => labReport(grade, language)).join("\n");

/** For a screen that is looked at while working: a line for each check, and the evidence of the first that fails. */
export function brief(grade: LabGrade, language: Language): string {
  const first = grade.checks.find(({ outcome }) => outcome === "fail" || outcome === "error");
  return labReport(grade, language, (point) => point === first);
}

function labReport(
  { lab, student, handedInBy, exercise, score, maxScore, checks, script }: LabGrade,
  language: Language,
  isTold: (point: TestPoint) => boolean = () => true,
): string {
  const { titleOf, lines } = reportOf({ lab, student }, language);
  const points = checks.map((point) => pointReport(point.outcome, titleOf(point), isTold(point) ? lines(point) : []));
  const head =
    bold(exercise ? `${lab} ${terms[language].exercise}` : lab) +
    (handedInBy === undefined ? "" : `  ${visible(handedInBy)}`);
  return `${head}  ${score}/${maxScore} ${terms[language].points}\n${points.join("")}${scriptReport({ ...(script && { script }), checks }, language)}`;
}

/** How a submission's script ran, and where a check did not pass what it said last. */
const scriptReport = (grade: Pick<LabGrade, "script" | "checks">, language: Language): string =>
  scriptLines(grade, language)
    .map((line, at) => `  ${at ? line : dim(line)}\n`)
    .join("");

function pointReport(outcome: Outcome, title: string, lines: Line[]): string {
  const head = `  ${marks[outcome]} ${inline(title)}`;
  if (outcome === "pass") return `${head}\n`;
  if (outcome === "skip") {
    const why = lines.map(({ label, text }) => dim(`(${label}: ${inline(text)})`)).join("");
    return `${wrap(`${head}  ${why}`.trimEnd(), columns(), "    ")}\n`;
  }
  const width = Math.max(...lines.map(({ label }) => Bun.stringWidth(label))) + 2;
  const body = lines.map(({ kind, label, text }) => {
    const styled = kind === "seen" ? cyan(text) : kind === "hint" ? inline(text) : text;
    const start = `      ${label}${" ".repeat(width - Bun.stringWidth(label))}`;
    return `${wrap(start + styled, columns(), " ".repeat(6 + width))}\n`;
  });
  return `${head}\n${body.join("")}`;
}
