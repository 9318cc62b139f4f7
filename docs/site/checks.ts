import { hintSteps } from "../../grader/exercise/given-hints.ts";
import type { Elsewhere } from "../../grader/tap/elsewhere.ts";
import { wordsOf } from "../../grader/words/of-checks.ts";
import { elsewhereInWords } from "../../grader/words/of-elsewhere.ts";
import type { Broken } from "../../harness/explain/index.ts";
import { sentence } from "../../harness/explain/words.ts";
import { tellsReasons } from "../../harness/graph/hidden.ts";
import { studentOf } from "../../harness/student/id.ts";
import type { Language } from "../../harness/text/language.ts";
import { type Markup, markup } from "../../harness/text/markup.ts";
import type { Known } from "./live.ts";
import { inline } from "./text.ts";
import { words } from "./words.ts";

/** A lab of the grader's JSON report, as far as the page shows it. */
export type CheckedLab = {
  lab: string;
  isEarly?: true;
  score: number;
  maxScore: number;
  checks: {
    id: string;
    title: string;
    outcome: "pass" | "fail" | "skip" | "error";
    seen?: string;
    cause?: Broken;
    elsewhere?: Elsewhere[];
  }[];
};

const marks = { pass: "✔", fail: "✘", skip: "○", error: "!" };

const firstFailed = ({ checks }: CheckedLab) => checks.find(({ outcome }) => outcome === "fail" || outcome === "error");

/** Points and checks; of the first that fails, why. Beside each that fails stand the hints that were asked for, and what asks for the next. */
export function checksPart({ entry, hidden, given }: Known, grade: CheckedLab, language: Language): Markup {
  const { lab, score, maxScore, checks } = grade;
  const say = words[language];
  const first = firstFailed(grade);
  const titleOf = wordsOf({ lab, student: entry?.student && studentOf(entry) }, language);
  const why = tellsReasons(hidden)
    ? (sentence(first?.cause, language) ?? elsewhereInWords(first?.elsewhere, language))
    : undefined;
  return markup`<p class="score"><strong>${score}</strong> / ${maxScore} ${say.points}</p>
<ul class="checks">
${checks.map((check) => {
  const { title, hints } = titleOf(check);
  const asked = check.outcome === "fail" ? hintsPart(check.id, title, hints, given[check.id] ?? 0, language) : "";
  return markup`<li class="${check.outcome}" data-check="${check.id}"><span class="mark" role="img" aria-label="${say[check.outcome]}" title="${say[check.outcome]}">${marks[check.outcome]}</span> ${inline(title)}${check === first && why !== undefined && markup`<p>${why}</p>`}${asked}</li>
`;
})}</ul>`;
}

/** Where to look, what is wrong there, the command: one at a time. */
function hintsPart(id: string, title: string, hints: string[], given: number, language: Language): Markup {
  const { hint } = words[language];
  const shown = hints
    .slice(0, given)
    .map((text, at) => markup`<li><strong>${hintSteps[language][at] ?? ""}</strong> ${inline(text)}</li>\n`);
  const next = `${hint} ${given + 1}/${hints.length}`;
  return markup`${shown.length > 0 && markup`<ol class="hints">${shown}</ol>`}${given < hints.length && markup`<button type="button" class="hint" name="hint-${id}" data-hint="${id}" aria-label="${next}: ${title.replaceAll("`", "")}">${next}</button>`}`;
}
