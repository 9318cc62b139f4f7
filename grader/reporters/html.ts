import type { Language } from "../../harness/text/language.ts";
import { type Markup, markup, raw } from "../../harness/text/markup.ts";
import type { LabGrade } from "../grading/lab-grade.ts";
import type { Outcome, TestPoint } from "../tap/test-point.ts";
import { byTask } from "../words/of-tasks.ts";
import { complaintsOf, type Line, reportOf, terms } from "./lines.ts";
import { code, page } from "./page.ts";
import { pictureOf } from "./picture.ts";
import { scriptLines, shownOutput } from "./ran.ts";
import type { Reporter } from "./reporter.ts";

const words = {
  en: {
    title: "Grades",
    outcomes: { pass: "passed", fail: "failed", skip: "skipped", error: "could not find out" },
    hints: "all hints",
    complaint: "The grading itself went wrong",
    none: "No checks.",
  },
  zh: {
    title: "成绩",
    outcomes: { pass: "通过", fail: "未通过", skip: "跳过", error: "无法判断" },
    hints: "全部提示",
    complaint: "评分过程本身出错",
    none: "没有检查项。",
  },
};
export const marks: Record<Outcome, string> = { pass: "✔", fail: "✘", skip: "○", error: "!" };

/** The evidence for a person: every check with its points, what it expected and saw, the command, the hints. */
export const report: Reporter = (grades, language) => {
  const sum = (key: "score" | "maxScore") => grades.reduce((total, grade) => total + grade[key], 0);
  const total = `${sum("score")}/${sum("maxScore")} ${terms[language].points}`;
  const { title } = words[language];
  const body = markup`<header><h1>${title}</h1><p class="score">${total}</p></header>
${grades.map((grade) => [gradeSection(grade, language), transcript(grade, language)])}`;
  return page(`${title}: ${total}`, language, body);
};

/** One lab's grade: a `section`; of a check's hints no more than these are in it. */
export function gradeSection(grade: LabGrade, language: Language, mostHints = Number.POSITIVE_INFINITY): Markup {
  const { lab, student, handedInBy = student, score, maxScore, complaints } = grade;
  const word = words[language];
  const told = reportOf({ lab, student }, language);
  const who = handedInBy !== undefined && markup` <span class="student">${handedInBy}</span>`;
  const notes = complaintsOf({ complaints }, language).map(
    (text) => markup`<p class="complaint"><b>${word.complaint}</b>: ${text}</p>\n`,
  );
  const items = (points: TestPoint[]) => points.map((point) => item(point, told, language, mostHints));
  const { tasks, others } = byTask(grade, language);
  const groups = tasks.map(
    ({ number, text, points, maxPoints, checks }) => markup`<li class="task"><header><p>${number}. ${code(text)}</p>
<p class="score">${points}/${maxPoints}</p></header></li>
${items(checks)}`,
  );
  return markup`<section>
<header><h2>${lab}${who}</h2><p class="score">${score}/${maxScore} ${terms[language].points}</p></header>
${notes}${pictureOf(grade)}${grade.checks.length ? markup`<ol>\n${groups}${items(others)}</ol>` : markup`<p>${word.none}</p>`}
</section>
`;
}

/** How a submission's script ran, and what it wrote. */
const transcript = (grade: LabGrade, language: Language): Markup | undefined => {
  const [ran, ...more] = scriptLines(grade, language);
  return ran === undefined
    ? undefined
    : markup`<details${more.length > 0 && raw(" open")}><summary>${ran}</summary><pre tabindex="0">${more.join("\n")}</pre><pre tabindex="0">${grade.script && shownOutput(grade.script)}</pre></details>\n`;
};

function item(point: TestPoint, told: ReturnType<typeof reportOf>, language: Language, mostHints: number): Markup {
  const word = words[language];
  const { outcome, points, maxPoints } = point;
  const lines = told
    .lines(point)
    .map(({ kind, label, text }, at) => markup`${at > 0 && "\n"}<dt>${label}</dt><dd>${styled(kind, text)}</dd>`);
  const hints =
    outcome === "fail"
      ? told
          .hintsOf(point)
          .slice(0, mostHints)
          .map((hint) => markup`<li>${code(hint)}</li>`)
      : [];
  const more = markup`\n<details><summary>${word.hints}</summary><ol>${hints}</ol></details>`;
  const title = markup`<span class="mark" aria-hidden="true">${marks[outcome]}</span> ${code(told.titleOf(point))}`;
  return markup`<li class="${outcome}">
<header><h3>${title}</h3>
<p><span class="outcome">${word.outcomes[outcome]}</span> ${points}/${maxPoints}</p></header>${
    lines.length > 0 && markup`\n<dl>${lines}</dl>`
  }${hints.length > 1 && more}
</li>
`;
}

const styled = (kind: Line["kind"], text: string): Markup =>
  kind === "hint"
    ? code(text)
    : kind === "waits" || kind === "cause" || kind === "elsewhere"
      ? markup`${text}`
      : markup`<code>${text}</code>`;
