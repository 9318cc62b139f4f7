import { valuesOf } from "../../harness/student/values.ts";
import { courseText, linesOf, type Section } from "../../harness/text/course.ts";
import type { Language } from "../../harness/text/language.ts";
import { exerciseText } from "../../harness/text/source.ts";
import type { TestPoint } from "../tap/test-point.ts";
import type { Whose } from "./whose.ts";

/** A check as far as its words need it: most have theirs in the course text. */
export type Named = Pick<TestPoint, "id" | "title" | "hint">;
export type CheckWords = { title: string; readonly hints: string[] };

/** Gives the words of a lab's checks: those of the course text, else those that the check brought itself, else its id. */
export function wordsOf(whose: Whose, language: Language): (point: Named) => CheckWords {
  const sections = textOf(whose, language);
  return (point) => {
    const section = sections.get(`check-${point.id}`);
    if (section)
      return {
        title: section.title,
        get hints() {
          return linesOf(section);
        },
      };
    return { title: point.title ?? point.id, hints: point.hint ? [point.hint] : [] };
  };
}

// a check's id is one of the lab's or of its exercise, never of both
const textOf = (whose: Whose, language: Language): Map<string, Section> =>
  new Map([...new Set([whose.lab, exerciseText(whose.lab)])].flatMap((text) => [...sectionsOf(whose, text, language)]));

/** A text's sections by id; none where it is missing: such a lab is still graded, and its checks go by their ids. */
export function sectionsOf({ lab, student }: Whose, text: string, language: Language): Map<string, Section> {
  try {
    const sections = courseText(text, language, valuesOf(lab, student).of);
    return new Map(sections.map((section) => [section.id, section]));
  } catch {
    return new Map();
  }
}
