import type { Language } from "../../harness/text/language.ts";
import { type Markup, markup } from "../../harness/text/markup.ts";
import { inline } from "./text.ts";
import { words } from "./words.ts";

/** A lab of the grader's JSON report, as far as the page shows it. */
export type CheckedLab = {
  lab: string;
  score: number;
  maxScore: number;
  checks: { id: string; title: string; outcome: "pass" | "fail" | "skip" | "error"; hint?: string; cause?: string }[];
};

const marks = { pass: "✔", fail: "✘", skip: "○", error: "!" };

/** Points and checks; of the first that fails, why, and where to look. */
export function checksPart({ score, maxScore, checks }: CheckedLab, language: Language): Markup {
  const first = checks.find(({ outcome }) => outcome === "fail" || outcome === "error");
  return markup`<p class="score"><strong>${score}</strong> / ${maxScore} ${words[language].points}</p>
<ul class="checks">
${checks.map(
  (
    check,
  ) => markup`<li class="${check.outcome}" data-check="${check.id}"><span class="mark" title="${check.outcome}">${marks[check.outcome]}</span> ${inline(check.title)}${check === first && [check.cause, check.hint].map((text) => text && markup`<p>${inline(text)}</p>`)}</li>
`,
)}</ul>`;
}
