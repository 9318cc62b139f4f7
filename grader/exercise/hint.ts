// One hint at a time, for the first check that fails by itself: where to look, what is wrong there, the command.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { textOfFile, writeWhole } from "../../harness/ground/files.ts";
import { unusable } from "../../harness/ground/state.ts";
import { recordDir } from "../../harness/lab/record.ts";
import type { Language } from "../../harness/text/language.ts";
import { bold, columns } from "../../harness/text/style.ts";
import { inline } from "../../harness/text/terminal.ts";
import { visible } from "../../harness/text/visible.ts";
import { wrap } from "../../harness/text/wrap.ts";
import type { LabGrade } from "../grading/grade.ts";
import { wordsOf } from "../words/of-checks.ts";
import { elsewhereInWords } from "../words/of-elsewhere.ts";

const words = {
  en: {
    done: "Every check passes: nothing to hint at.",
    none: "What does not pass here could not be found out; see the report.",
    steps: ["Where to look", "What is wrong there", "The command"],
    more: "Run hint again for more.",
  },
  zh: {
    done: "所有检查都通过了：没有什么可提示的。",
    none: "没有通过的那些无法判断，请看报告。",
    steps: ["看哪里", "那里错在哪里", "命令"],
    more: "再运行一次 hint 可得到更多提示。",
  },
};

/** The text of the next hint; how many were given for each check is kept in the state directory. */
export function nextHint({ lab, student, checks }: LabGrade, language: Language): string {
  const say = words[language];
  const wrong = checks.find(({ outcome }) => outcome === "fail"); // a skipped one is only blocked by another
  const given = givenFor(lab);
  // a check that passes begins anew with its first hint, should it fail again
  const kept = Object.fromEntries(
    Object.entries(given).filter(([id]) => checks.some((check) => check.id === id && check.outcome !== "pass")),
  );
  if (!wrong) {
    remember(lab, kept);
    return `${checks.every(({ outcome }) => outcome === "pass") ? say.done : say.none}\n`;
  }
  const { title, hints } = wordsOf({ lab, student }, language)(wrong);
  const at = Math.min(kept[wrong.id] ?? 0, Math.max(0, hints.length - 1));
  remember(lab, { ...kept, [wrong.id]: at + 1 });
  const body = hints.length ? [`${say.steps[at] ?? ""} (${at + 1}/${hints.length})`, inline(hints[at]!)] : [];
  const where = elsewhereInWords(wrong.elsewhere, language);
  const lines = [
    bold(inline(title)),
    ...(where ? [visible(where)] : []),
    ...body,
    ...(at + 1 < hints.length ? [say.more] : []),
  ];
  return `${lines.map((line) => wrap(line, columns())).join("\n")}\n`;
}

const fileOf = (lab: string): string => join(recordDir(lab), "hints"); // a new world begins with none

function givenFor(lab: string): Record<string, number> {
  try {
    return JSON.parse(textOfFile(fileOf(lab)));
  } catch {
    return {}; // none were given yet, or the file is not ours: begin with the first
  }
}

function remember(lab: string, given: Record<string, number>): void {
  try {
    mkdirSync(recordDir(lab), { recursive: true, mode: 0o700 });
    writeWhole(fileOf(lab), JSON.stringify(given));
  } catch (error) {
    throw unusable("write", error);
  }
}
