// A lab on the class page: what went wrong, and every student by every check.

import type { Language } from "../../../harness/text/language.ts";
import { type Markup, markup } from "../../../harness/text/markup.ts";
import type { LabGrade } from "../../grading/lab-grade.ts";
import { marks } from "../../reporters/html.ts";
import { reportOf } from "../../reporters/lines.ts";
import { code } from "../../reporters/page.ts";
import { ranOf } from "../../reporters/ran.ts";
import { isBurden } from "../../tap/circumstance.ts";
import { circumstanceOf } from "../../words/of-circumstances.ts";
import { noteIn, problemIn } from "../notes.ts";
import type { Result } from "../results.ts";
import { distributionPart } from "./distribution.ts";
import { linkTo } from "./link.ts";
import { storiesPart } from "./stories.ts";
import { duration, words } from "./words.ts";

type Names = Map<string, string>;

export function labPart(lab: string, results: Result[], names: Names, language: Language): Markup {
  const say = words[language];
  const grades = results.flatMap(({ attempt }) => attempt?.grade ?? []);
  const checks = checksOf(grades);
  const told = reportOf({ lab }, language);
  const full = results.filter(({ points, maxScore }) => maxScore > 0 && points >= maxScore).length;
  const titles = checks.map((id) => told.titleOf({ id }));
  const sort = (text: string) => markup`<button type="button">${text}</button>`;
  const columns = titles.map((title, at) => markup`<th scope="col" title="${title}">${sort(String(at + 1))}</th>`);
  const passed = checks.map(
    (id) => grades.filter((grade) => grade.checks.some((one) => one.id === id && one.outcome === "pass")).length,
  );
  const legend = titles.map(
    (title, at) => markup`<li>${code(title)} <small>${say.passed(passed[at]!, grades.length)}</small></li>\n`,
  );
  const shares = results.filter(({ maxScore }) => maxScore > 0).map(({ points, maxScore }) => points / maxScore);
  return markup`<section id="${lab}" data-lab="${lab}">
<header><h2>${lab}</h2><p class="score">${say.full(full, results.length)}</p></header>
${storiesPart(results, names, language)}${results.length > 1 && distributionPart(shares, language)}<h3>${say.matrix}</h3>
<p class="note">${Object.entries(marks).map(([outcome, mark]) => markup`<span class="${outcome} key">${mark}</span> ${say.outcomes[outcome as keyof typeof say.outcomes]} `)}</p>
<div class="wide" tabindex="0"><table class="matrix">
<thead><tr><th scope="col">${sort(say.student)}</th><th scope="col">${sort(say.points)}</th>${columns}<td></td></tr></thead>
<tbody>
${results.map((result) => row(result, checks, names, language))}</tbody>
</table></div>
${checks.length > 0 && markup`<p class="note">${say.numbers}</p>\n<ol class="legend">${legend}</ol>`}
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

const order = { pass: 3, skip: 2, fail: 1, error: 0 };

function row(result: Result, checks: string[], names: Names, language: Language): Markup {
  const { student, lab, state, points, maxScore, attempt } = result;
  const cells = checks.map((id) => {
    const point = attempt?.grade.checks.find((one) => one.id === id);
    return point
      ? markup`<td class="${point.outcome}" data-value="${order[point.outcome]}">${marks[point.outcome]}</td>`
      : markup`<td data-value="-1"></td>`;
  });
  const name = markup`<th scope="row"><a href="${linkTo(student, lab)}"><bdi>${names.get(student) ?? student}</bdi></a></th>`;
  return markup`<tr data-student data-state="${state}">${name}<td class="total" data-value="${points}">${points}/${maxScore}</td>${cells}<td class="note">${notesOn(result, language)}</td></tr>\n`;
}

function notesOn(
  { state, attempt, late, problem, file, note, isLateByName, lostLate, adjustments }: Result,
  language: Language,
): string {
  const say = words[language];
  const burdens = (attempt?.grade.circumstances ?? []).filter(isBurden);
  return [
    ...(state === "graded"
      ? []
      : [
          [say.states[state], problem && file, problem && problemIn(language, problem)].filter(Boolean).join(say.colon),
        ]),
    ...(note ? [noteIn(language, note)] : []),
    ...(late ? [say.late(duration(late, language))] : []),
    ...(lostLate ? [`−${lostLate}`] : []),
    ...(isLateByName ? [noteIn(language, { what: "late-by-name" })] : []),
    ...adjustments.map(({ points, why }) => `${points > 0 ? "+" : "−"}${Math.abs(points)}${say.colon}${why}`),
    ...(attempt?.grade.script?.ended ? [ranOf(attempt.grade.script, language)] : []),
    ...burdens.map((burden) => circumstanceOf(burden, language)),
  ].join(say.semicolon);
}
