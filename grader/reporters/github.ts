// GitHub Actions: workflow commands on standard output, a job summary in the file that $GITHUB_STEP_SUMMARY names
// (docs.github.com/actions/reference/workflow-commands-for-github-actions). How a command's parts are escaped:
// github.com/actions/toolkit, packages/core/src/command.ts.

import { appendFileSync } from "node:fs";
import type { Language } from "../../harness/text/language.ts";
import { visible } from "../../harness/text/visible.ts";
import type { LabGrade } from "../grading/lab-grade.ts";
import type { Outcome } from "../tap/test-point.ts";
import { asText, complaintsOf, reportOf, terms } from "./lines.ts";
import { scriptLines } from "./ran.ts";
import type { Reporter } from "./reporter.ts";

const marks: Record<Outcome, string> = { pass: "✅", fail: "❌", skip: "⚪", error: "⚠️" };
const heads = { en: ["", "check", "points", "what it says"], zh: ["", "检查", "得分", "说明"] };

/** An annotation for each check that failed or could not find out; the whole as a table in the job's summary. */
export const report: Reporter = (grades, language) => {
  const summary = process.env.GITHUB_STEP_SUMMARY;
  if (summary) appendFileSync(summary, grades.map((grade) => table(grade, language)).join("\n"));
  return grades.map((grade) => annotations(grade, language)).join("");
};

function annotations(grade: LabGrade, language: Language): string {
  const { lab, student, handedInBy, checks, complaints } = grade;
  const ran = scriptLines(grade, language);
  const { titleOf, lines } = reportOf({ lab, student }, language);
  const bad = checks.filter(({ outcome }) => outcome === "fail" || outcome === "error");
  const where = handedInBy === undefined ? lab : `${lab} ${visible(handedInBy)}`;
  const command = (title: string, text: string) => `::error title=${property(title)}::${data(text)}\n`;
  return [
    ...bad.map((point) => command(`${where}: ${titleOf(point)}`, asText(lines(point)))),
    ...complaintsOf({ complaints }, language).map((complaint) => command(where, visible(complaint))),
    ...(ran.length ? [`::notice title=${property(where)}::${data(ran.join("\n"))}\n`] : []),
  ].join("");
}

const data = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

function table(grade: LabGrade, language: Language): string {
  const { lab, student, handedInBy = student, score, maxScore, checks, complaints } = grade;
  const { titleOf, lines } = reportOf({ lab, student }, language);
  const row = (cells: string[]) => `| ${cells.join(" | ")} |\n`;
  const who = handedInBy === undefined ? "" : ` — ${markdown(handedInBy)}`;
  const rows = checks.map((point) =>
    row([
      marks[point.outcome],
      markdown(titleOf(point)),
      `${point.points}/${point.maxPoints}`,
      markdown(asText(lines(point))),
    ]),
  );
  const notes = complaintsOf({ complaints }, language).map((complaint) => `\n${marks.error} ${markdown(complaint)}\n`);
  notes.push(...scriptLines(grade, language).map((line) => `\n${markdown(line)}\n`));
  const title = `### ${markdown(lab)}${who}: ${score}/${maxScore} ${terms[language].points}\n`;
  return `${title}\n${row(heads[language])}${row(["---", "---", "---", "---"])}${rows.join("")}${notes.join("")}\n`;
}

/** Text that stays text in a table of Markdown: a character reference never acts as markup. */
const markdown = (text: string): string =>
  visible(text)
    .replaceAll(/[&<>`*_[\]|\\~$#@!:{}()"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
    .replaceAll("\n", "<br>");
