// An exercise in the page: what is given, the tasks, and where answers are written. A student's values are in all of it.

import { studentOf } from "../../harness/student/id.ts";
import { valuesOf } from "../../harness/student/values.ts";
import { courseText, tasksOf } from "../../harness/text/course.ts";
import type { Language } from "../../harness/text/language.ts";
import { type Markup, markup } from "../../harness/text/markup.ts";
import { exerciseText } from "../../harness/text/source.ts";
import type { Known } from "./live.ts";
import { inline, partsOf } from "./text.ts";
import { words } from "./words.ts";

/** Nothing where no exercise is up. */
export function askedPart({ entry, questions, answers }: Known, language: Language): Markup {
  if (!entry?.exercise || !entry.complete) return markup``;
  const say = words[language];
  const values = valuesOf(entry.lab, entry.student && studentOf(entry));
  const source = exerciseText(entry.lab);
  const isOwn = source !== entry.lab;
  const given = partsOf(source, language, values.of).filter(({ id }) => isOwn && [entry.lab, "given"].includes(id));
  const sections = courseText(source, language, values.of);
  const tasks = tasksOf(
    sections.find(({ id }) => id === "tasks"),
    values.further,
  );
  return markup`<details open data-fold="asked"><summary>${say.exercise}${entry.student && `: ${entry.student.id}`}</summary>
${given.map(({ title, html }) => markup`<h3>${inline(title)}</h3>\n${html}`)}
<h3>${say.yours}</h3>
<ol class="tasks">${tasks.map(({ text }) => markup`<li>${inline(text)}</li>\n`)}</ol>
${
  questions.length > 0 &&
  markup`<form id="answers"><h3>${say.answers}</h3>
${questions.map(
  (name) =>
    markup`<p><label>${name} <input name="${name}" value="${answers[name] ?? ""}" autocomplete="off" spellcheck="false"></label></p>\n`,
)}<button>${say.answer}</button></form>`
}</details>`;
}
