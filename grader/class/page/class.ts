// The class page: what most got wrong, and every student by every check.

import type { Language } from "../../../harness/text/language.ts";
import { type Markup, markup } from "../../../harness/text/markup.ts";
import type { LabGrade } from "../../grading/grade.ts";
import { marks } from "../../reporters/html.ts";
import { reportOf } from "../../reporters/lines.ts";
import { code, page } from "../../reporters/page.ts";
import { ranOf } from "../../reporters/ran.ts";
import { isBurden } from "../../tap/circumstance.ts";
import { circumstanceOf } from "../../words/of-circumstances.ts";
import { noteIn, problemIn } from "../notes.ts";
import type { Result, Results } from "../results.ts";
import { failuresPart } from "./failures.ts";
import { linkTo } from "./link.ts";
import { style } from "./style.ts";
import { duration, words } from "./words.ts";

/** One page that links to the students' own. */
export function classPage({ labs, students }: Results, language: Language): string {
  const say = words[language];
  const parts = labs.map((lab) => {
    const results = students.flatMap(({ results }) => results.find((result) => result.lab === lab) ?? []);
    return labPart(lab, results, language);
  });
  const body = markup`<header><h1>${say.class}</h1><p class="score">${say.students(students.length)}</p></header>
${parts.length ? parts : unread(students, language)}${othersPart(students, language)}`;
  return page(say.class, language, body, style);
}

/** What was handed in for no lab. */
function othersPart(students: Results["students"], language: Language): Markup | undefined {
  const items = students.flatMap(({ student, others }) =>
    others.map(
      ({ file, problem }) =>
        markup`<li><a href="${linkTo(student.id)}">${student.name ?? student.id}</a>: <code>${file}</code>${
          problem && `: ${problemIn(language, problem)}`
        }</li>\n`,
    ),
  );
  return items.length > 0
    ? markup`<section><h2>${words[language].others}</h2>\n<ul>${items}</ul></section>\n`
    : undefined;
}

/** Where nobody has anything to grade, who there is. */
function unread(students: Results["students"], language: Language): Markup {
  const items = students.map(
    ({ student: { id, problem } }, at) =>
      markup`${at > 0 && "\n"}<li>${id}${problem && `: ${problemIn(language, problem)}`}</li>`,
  );
  return markup`<p>${words[language].nobody}</p>\n<ul>${items}</ul>\n`;
}

function labPart(lab: string, results: Result[], language: Language): Markup {
  const say = words[language];
  const grades = results.flatMap(({ attempt }) => attempt?.grade ?? []);
  const checks = checksOf(grades);
  const told = reportOf({ lab }, language);
  const full = results.filter(({ score, maxScore }) => maxScore > 0 && score === maxScore).length;
  const titles = checks.map((id) => told.titleOf({ id }));
  const columns = titles.map((title, at) => markup`<th scope="col"><abbr title="${title}">${at + 1}</abbr></th>`);
  const legend = titles.map((title) => markup`<li>${code(title)}</li>`);
  return markup`<section id="${lab}">
<header><h2>${lab}</h2><p class="score">${say.full(full, results.length)}</p></header>
${failuresPart(results, told, language)}<h3>${say.matrix}</h3>
<div class="wide"><table class="matrix">
<thead><tr><th scope="col">${say.student}</th><th scope="col">${say.points}</th>${columns}<th></th></tr></thead>
<tbody>
${results.map((result) => row(result, checks, language))}</tbody>
</table></div>
<details><summary>${say.checks}</summary><ol class="legend">${legend}</ol></details>
</section>
`;
}

/** The checks in the order of the first grade that has them all. */
const checksOf = (grades: LabGrade[]): string[] => [
  ...new Set(
    grades
      .toSorted((one, other) => other.checks.length - one.checks.length)
      .flatMap(({ checks }) => checks.map(({ id }) => id)),
  ),
];

function row(
  { student, lab, state, points, maxScore, attempt, late, problem, file, note, isLateByName, adjustments }: Result,
  checks: string[],
  language: Language,
): Markup {
  const say = words[language];
  const cells = checks.map((id) => {
    const point = attempt?.grade.checks.find((one) => one.id === id);
    return point ? markup`<td class="${point.outcome}">${marks[point.outcome]}</td>` : markup`<td></td>`;
  });
  const notes = [
    ...(state === "graded"
      ? []
      : [[say.states[state], problem && file, problem && problemIn(language, problem)].filter(Boolean).join(": ")]),
    ...(note ? [noteIn(language, note)] : []),
    ...(isLateByName ? [noteIn(language, { what: "late-by-name" })] : []),
    ...adjustments.map(({ points, why }) => `${points > 0 ? "+" : "−"}${Math.abs(points)}: ${why}`),
    ...(late ? [say.late(duration(late))] : []),
    ...(attempt?.grade.script?.ended ? [ranOf(attempt.grade.script, language)] : []),
    ...(attempt?.grade.circumstances ?? []).filter(isBurden).map((burden) => circumstanceOf(burden, language)),
  ].join("; ");
  const name = markup`<th scope="row"><a href="${linkTo(student, lab)}">${student}</a></th>`;
  const rest = attempt
    ? markup`${cells}<td class="note">${notes}</td>`
    : markup`<td class="note" colspan="${checks.length + 1}">${notes}</td>`;
  return markup`<tr>${name}<td>${points}/${maxScore}</td>${rest}</tr>\n`;
}
