// The class page: every student by every lab with totals, and for each lab what went wrong and every student by every check.

import type { Language } from "../../../harness/text/language.ts";
import { type Markup, markup } from "../../../harness/text/markup.ts";
import { page } from "../../reporters/page.ts";
import { rounded } from "../course.ts";
import { noteIn, problemIn } from "../notes.ts";
import type { Results, StudentResults } from "../results.ts";
import { changeIn } from "../summary.ts";
import { distributionPart } from "./distribution.ts";
import { labPart } from "./lab.ts";
import { linkTo } from "./link.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";
import { words } from "./words.ts";

/** One page that links to the students' own. */
export function classPage(results: Results, language: Language): string {
  const { labs, students, changes, regraded } = results;
  const say = words[language];
  const names = new Map(students.map(({ student: { id, name = id } }) => [id, name]));
  const parts = labs.map((lab) => {
    const own = students.flatMap(({ results }) => results.find((result) => result.lab === lab) ?? []);
    return labPart(lab, own, names, language);
  });
  const body = markup`<header><h1>${say.class}</h1><p class="score">${say.students(students.length)}</p></header>
${regraded && markup`<p>${say.regraded(regraded)}</p>\n`}${changes.length > 0 && markup`<details open><summary>${say.changes(changes.length)}</summary><ul>${changes.map((change) => markup`<li>${changeIn(language, change)}</li>\n`)}</ul></details>\n`}${
  labs.length > 0 && controls(results, language)
}${overview(results, language)}${parts}${othersPart(students, language)}`;
  return page(say.class, language, body, { style, script: labs.length ? script : undefined });
}

function controls({ labs, students }: Results, language: Language): Markup {
  const say = words[language];
  const present = new Set(students.flatMap((one) => statesOf(one)));
  const states = Object.entries(say.states).filter(([state]) => present.has(state));
  return markup`<form id="controls" hidden>
<label>${say.filter} <input id="filter" type="search" autocomplete="off"></label>
<label>${say.stateOf} <select id="state"><option value="">${say.any}</option>${states.map(([state, text]) => markup`<option value="${state}">${text}</option>`)}</select></label>
<label>${say.lab} <select id="lab"><option value="">${say.any}</option>${labs.map((lab) => markup`<option>${lab}</option>`)}</select></label>
<output><span id="shown">${students.length}</span> / ${students.length}</output>
</form>
`;
}

const statesOf = ({ results }: StudentResults): string[] => [...new Set(results.map(({ state }) => state as string))];

/** Students by labs. */
function overview({ labs, students, course }: Results, language: Language): Markup {
  const say = words[language];
  const sort = (text: string) => markup`<button type="button">${text}</button>`;
  const heads = labs.map(
    (lab) =>
      markup`<th scope="col" data-of-lab="${lab}">${sort(lab.slice(0, 2))}<a href="#${lab}" data-narrow="${lab}">${lab.slice(3)}</a></th>`,
  );
  const rows = students.map((own) => {
    const { student, results, others, total } = own;
    const { id, name = id, problem, notes = [] } = student;
    const cells = labs.map((lab) => {
      const result = results.find((one) => one.lab === lab);
      if (!result) return markup`<td data-of-lab="${lab}" data-value="-1"></td>`;
      const { state, points, maxScore } = result;
      const share = maxScore > 0 ? points / maxScore : 0;
      const kind = state !== "graded" ? state : share >= 1 ? "pass" : share === 0 ? "fail" : "part";
      const text = state === "graded" ? String(points) : say.short[state];
      return markup`<td class="${kind}" data-of-lab="${lab}" data-value="${state === "graded" ? points : -1}" title="${say.states[state]}">${text}</td>`;
    });
    const told = [
      ...(problem ? [problemIn(language, problem)] : []),
      ...notes.map((note) => noteIn(language, note)),
      ...others.map(({ file, problem }) => (problem ? `${file}${say.colon}${problemIn(language, problem)}` : file)),
      ...(labs.length ? [] : [say.states.missing]),
    ].join(say.semicolon);
    return markup`<tr data-student data-state="${statesOf(own).join(" ")}"><th scope="row"><a href="${linkTo(id)}"><bdi>${name}</bdi></a>${
      name !== id && markup` <small><bdi>${id}</bdi></small>`
    }</th><td class="total" data-value="${total ?? -1}">${total ?? "–"}</td>${cells}<td class="note">${told}</td></tr>\n`;
  });
  const most = labs.map((lab) =>
    Math.max(0, ...students.flatMap(({ results }) => results.find((one) => one.lab === lab)?.maxScore ?? 0)),
  );
  const shares = students.flatMap(({ total }) => (total === undefined ? [] : [total / course.points]));
  return markup`<section id="overview">
<h2>${say.overview}</h2>
<p class="note">${say.overviewHow(course.points, labs.map((lab) => say.weight(lab, course.labs[lab]?.weight ?? 1)).join(say.comma))}</p>
<div class="wide" tabindex="0"><table class="matrix">
<thead><tr><th scope="col">${sort(say.student)}</th><th scope="col">${sort(say.total)}</th>${heads}<td></td></tr></thead>
<tbody>
${rows}</tbody>
<tfoot><tr><th scope="row">${say.most}</th><td>${rounded(course, course.points)}</td>${labs.map((lab, at) => markup`<td data-of-lab="${lab}">${most[at]}</td>`)}<td></td></tr></tfoot>
</table></div>
${labs.length > 1 && distributionPart(shares, language)}</section>
`;
}

/** What was handed in for no lab. */
function othersPart(students: StudentResults[], language: Language): Markup | undefined {
  const { colon } = words[language];
  const items = students.flatMap(({ student, others }) =>
    others.map(
      ({ file, problem }) =>
        markup`<li><a href="${linkTo(student.id)}"><bdi>${student.name ?? student.id}</bdi></a>${colon}<code>${file}</code>${
          problem && `${colon}${problemIn(language, problem)}`
        }</li>\n`,
    ),
  );
  return items.length > 0
    ? markup`<section><h2>${words[language].others}</h2>\n<ul>${items}</ul></section>\n`
    : undefined;
}
