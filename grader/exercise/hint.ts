// One hint at a time, for the first check that fails by itself: where to look, what is wrong there, the command.

import type { Language } from "../../harness/text/language.ts";
import { bold, columns } from "../../harness/text/style.ts";
import { inline } from "../../harness/text/terminal.ts";
import { visible } from "../../harness/text/visible.ts";
import { wrap } from "../../harness/text/wrap.ts";
import type { LabGrade } from "../grading/lab-grade.ts";
import { wordsOf } from "../words/of-checks.ts";
import { elsewhereInWords } from "../words/of-elsewhere.ts";
import { forgetHints, giveHints, givenHints, hintSteps } from "./given-hints.ts";

const words = {
  en: {
    done: "Every check passes: nothing to hint at.",
    none: "What does not pass here could not be found out; see the report.",
    more: "Run hint again for more.",
  },
  zh: {
    done: "所有检查都通过了：没有什么可提示的。",
    none: "没有通过的那些无法判断，请看报告。",
    more: "再运行一次 hint 可得到更多提示。",
  },
};

/** The text of the next hint; how many were given for each check is kept in the state directory. */
export function nextHint({ lab, student, checks }: LabGrade, language: Language): string {
  const say = words[language];
  const wrong = checks.find(({ outcome }) => outcome === "fail"); // a skipped one is only blocked by another
  if (!wrong) {
    forgetHints(lab, checks);
    return `${checks.every(({ outcome }) => outcome === "pass") ? say.done : say.none}\n`;
  }
  const { title, hints } = wordsOf({ lab, student }, language)(wrong);
  const at = Math.min(givenHints(lab, checks)[wrong.id] ?? 0, Math.max(0, hints.length - 1));
  giveHints(lab, checks, wrong.id, at + 1);
  const body = hints.length ? [`${hintSteps[language][at] ?? ""} (${at + 1}/${hints.length})`, inline(hints[at]!)] : [];
  const where = elsewhereInWords(wrong.elsewhere, language);
  const lines = [
    bold(inline(title)),
    ...(where ? [visible(where)] : []),
    ...body,
    ...(at + 1 < hints.length ? [say.more] : []),
  ];
  return `${lines.map((line) => wrap(line, columns())).join("\n")}\n`;
}
