import type { Language } from "../../harness/text/language.ts";
import { bold, columns, cyan, dim, green, red, yellow } from "../../harness/text/style.ts";
import { inline } from "../../harness/text/terminal.ts";
import { visible } from "../../harness/text/visible.ts";
import { wrap } from "../../harness/text/wrap.ts";
import type { LabGrade } from "../grading/lab-grade.ts";
import type { Outcome, TestPoint } from "../tap/test-point.ts";
import { byTask, type Task } from "../words/of-tasks.ts";
import { type Line, reportOf, terms } from "./lines.ts";
import { scriptLines } from "./ran.ts";
import type { Reporter } from "./reporter.ts";

const marks: Record<Outcome, string> = { pass: green("✔"), fail: red("✘"), skip: dim("○"), error: yellow("!") };

/** What a student reads: a line for what passed; for what failed, why, and where to look next. */
export const report: Reporter = (grades, language) => grades.map((grade) => labReport(grade, language)).join("\n");

function labReport(grade: LabGrade, language: Language): string {
  const { lab, student, handedInBy, exercise, score, maxScore, checks, script } = grade;
  const { titleOf, lines } = reportOf({ lab, student }, language);
  const told = (points: TestPoint[]) =>
    points.map((point) => pointReport(point.outcome, titleOf(point), lines(point))).join("");
  const { tasks, others } = byTask(grade, language);
  const groups = tasks.map((task) => `${taskLine(task, language)}\n${told(task.checks)}`);
  const head =
    bold(exercise ? `${lab} ${terms[language].exercise}` : lab) +
    (handedInBy === undefined ? "" : `  ${visible(handedInBy)}`);
  return `${head}  ${score}/${maxScore} ${terms[language].points}\n${groups.join("")}${told(others)}${scriptReport({ ...(script && { script }), checks }, language)}`;
}

/** A task in one line: a tick where all its points are there, its number, how it begins, its points. */
export function taskLine({ number, text, points, maxPoints, checks }: Task, language: Language): string {
  const mark = checks.every(({ outcome }) => outcome === "pass") ? marks.pass : marks.skip;
  const score = `  ${points}/${maxPoints} ${terms[language].points}`;
  const head = ` ${number}. `;
  const room = columns() - 1 - Bun.stringWidth(head + score);
  return `${mark}${head}${bold(beginning(inline(text), room))}${score}`;
}

/** As many whole words as fit. */
function beginning(text: string, room: number): string {
  const [first = ""] = wrap(text, room - 2).split("\n");
  return first === text ? text : `${first.replace(/[，,;；：:]$/, "")} …`;
}

/** How a submission's script ran, and where a check did not pass what it said last. */
const scriptReport = (grade: Pick<LabGrade, "script" | "checks">, language: Language): string =>
  scriptLines(grade, language)
    .map((line, at) => `  ${at ? line : dim(line)}\n`)
    .join("");

/** A check: what it is called, and below that why it did not pass. */
export function pointReport(outcome: Outcome, title: string, lines: Line[]): string {
  const head = `  ${marks[outcome]} ${inline(title)}`;
  if (outcome === "pass") return `${head}\n`;
  if (outcome === "skip") {
    const why = lines.map(({ label, text }) => dim(`(${label}: ${inline(text)})`)).join("");
    return `${wrap(`${head}  ${why}`.trimEnd(), columns(), "    ")}\n`;
  }
  const width = Math.max(...lines.map(({ label }) => Bun.stringWidth(label))) + 2;
  const body = lines.map(({ kind, label, text }) => {
    const start = `      ${label}${" ".repeat(width - Bun.stringWidth(label))}`;
    // a command to be copied: whole, and where it is long on a line of its own
    if (kind === "seen")
      return Bun.stringWidth(start + text) > columns()
        ? `${start.trimEnd()}\n      ${cyan(text)}\n`
        : `${start}${cyan(text)}\n`;
    return `${wrap(start + (kind === "hint" ? inline(text) : text), columns(), " ".repeat(6 + width))}\n`;
  });
  return `${head}\n${body.join("")}`;
}
