import type { LabState } from "../../harness/lab/course.ts";
import type { Language } from "../../harness/text/language.ts";
import { type Markup, markup } from "../../harness/text/markup.ts";
import { inline } from "./text.ts";
import { words } from "./words.ts";

/** The course at a glance: every lab, how far it is, what comes next. `states` without progress: for reading only. */
export function home(states: readonly LabState[], language: Language, isStatic: boolean): Markup {
  const say = words[language];
  const tail = isStatic ? "index.html" : "";
  const next = states.find(({ state }) => state !== "done");
  const here = states.find(({ up, state }) => up && state !== "done") ?? states.find(({ up }) => up);
  const item = ({ lab, title, state, done, of, up, exercise }: LabState) => markup`<li class="${state}">
<a href="${lab}/${tail}"><span class="number">${lab.slice(0, 2)}</span> ${inline(title)}</a>
${!isStatic && markup`<span class="state">${state === "begun" && of > 0 ? `${done} ${say.of} ${of}` : say[state]}${up && ` · ${say.up}${exercise ? ` (${say.exercise})` : ""}`}</span>`}
</li>
`;
  return markup`<main id="text" class="home">
<h1>${say.course}</h1>
<p>${say.tagline}</p>
${isStatic && markup`<p class="note">${inline(say.static)}</p>`}
${here && !isStatic && markup`<p class="next">${say.here}: <a href="${here.lab}/">${inline(here.title)}</a></p>`}
${!isStatic && next && next !== here && markup`<p class="next">${say.next}: <a href="${next.lab}/">${inline(next.title)}</a></p>`}
<h2>${say.labs}</h2>
<ol class="labs">
${states.map(item)}</ol>
</main>`;
}
