// What a check's report says, as labelled lines of text: the part that most reporters share.

import { sentence } from "../../harness/explain/words.ts";
import { inWords } from "../../harness/ground/phrases.ts";
import type { Language } from "../../harness/text/language.ts";
import { visible } from "../../harness/text/visible.ts";
import type { LabGrade } from "../grading/lab-grade.ts";
import type { TestPoint } from "../tap/test-point.ts";
import { type Named, wordsOf } from "../words/of-checks.ts";
import { circumstanceOf } from "../words/of-circumstances.ts";
import { elsewhereInWords } from "../words/of-elsewhere.ts";
import { valueInWords } from "../words/of-values.ts";
import type { Whose } from "../words/whose.ts";

export const terms = {
  en: {
    expected: "expected",
    actual: "actual",
    seen: "see it",
    cause: "cause",
    elsewhere: "but",
    hint: "look next",
    circumstance: "note",
    waits: "waits for",
    error: "could not find out",
    points: "points",
    exercise: "exercise",
  },
  zh: {
    expected: "应为",
    actual: "实为",
    seen: "查看命令",
    cause: "原因",
    elsewhere: "但是",
    hint: "下一步看",
    circumstance: "注意",
    waits: "先要通过",
    error: "无法判断",
    points: "分",
    exercise: "练习",
  },
};

export type Line = { kind: Exclude<keyof (typeof terms)["en"], "points">; label: string; text: string };

/** What a check is called, and why it did not pass: nothing where it did. */
export function reportOf(whose: Whose, language: Language) {
  const words = wordsOf(whose, language);
  const titleOf = (point: Named) => visible(words(point).title);
  const lines = (point: TestPoint): Line[] => {
    const { outcome, expected, actual, seen, cause, blockedBy = [], circumstances = [] } = point;
    const line = (kind: Line["kind"], text: string) => ({ kind, label: terms[language][kind], text: clip(text) });
    if (outcome === "pass") return [];
    if (outcome === "skip")
      return [line("waits", blockedBy.map((id) => titleOf({ id })).join(language === "zh" ? "；" : "; ") || "?")];
    const [hint] = words(point).hints;
    const why = sentence(cause, language);
    const where = elsewhereInWords(point.elsewhere, language);
    return [
      ...(outcome === "error"
        ? [line("error", valueInWords(actual, language))]
        : [line("expected", valueInWords(expected, language)), line("actual", valueInWords(actual, language))]),
      ...(seen ? [line("seen", inWords(visible(seen), language, "found"))] : []),
      ...(where ? [line("elsewhere", visible(where))] : []),
      ...(why ? [line("cause", visible(why))] : []),
      ...(hint && outcome === "fail" ? [line("hint", visible(hint))] : []),
      ...circumstances.map((circumstance) => line("circumstance", visible(circumstanceOf(circumstance, language)))),
    ];
  };
  return { titleOf, lines, hintsOf: (point: TestPoint) => words(point).hints.map(visible) };
}

/** The same as one text. */
export const asText = (lines: Line[]): string => lines.map(({ label, text }) => `${label}: ${text}`).join("\n");

/** What went wrong with the grading itself, a sentence each. */
export const complaintsOf = ({ complaints }: Pick<LabGrade, "complaints">, language: Language): string[] =>
  complaints.map((complaint) => inWords(complaint, language));

/** A value in few signs: {a: 1, b: [UP]} rather than JSON's quotes. */
export function show(value: unknown): string {
  if (typeof value === "string") return visible(value);
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(
      ([key, part]) =>
        `${visible(key)}: ${typeof part === "object" && part !== null && !Array.isArray(part) ? `{${show(part)}}` : show(part)}`,
    )
    .join(", ");
}

/** A world can be made to give any number of records; some readers of reports refuse a file above 1 MB. */
const clip = (text: string): string => (text.length > 2000 ? `${text.slice(0, 2000).toWellFormed()} …` : text);
