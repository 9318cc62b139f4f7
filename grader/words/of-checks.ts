import { valuesOf } from "../../harness/student/values.ts";
import { courseText, linesOf, type Section } from "../../harness/text/course.ts";
import type { Language } from "../../harness/text/language.ts";
import { courseSource, exerciseText } from "../../harness/text/source.ts";
import type { TestPoint } from "../tap/test-point.ts";

/** Whose words: a lab's, with a student's values. */
export type Whose = { lab: string; student?: string | undefined };
/** A check as far as its words need it: most have theirs in the course text. */
export type Named = Pick<TestPoint, "id" | "title" | "hint">;
export type CheckWords = { title: string; hints: string[] };

/** Gives the words of a lab's checks: those of the course text, else those that the check brought itself, else its id. */
export function wordsOf(whose: Whose, language: Language): (point: Named) => CheckWords {
  const sections = textOf(whose, language);
  return (point) => {
    const section = sections.get(`check-${point.id}`);
    if (section) return { title: section.title, hints: linesOf(section) };
    return { title: point.title ?? point.id, hints: point.hint ? [point.hint] : [] };
  };
}

// a lab whose words are missing is still graded: its checks go by their ids
function textOf({ lab, student }: Whose, language: Language): Map<string, Section> {
  try {
    // a check's id is one of the lab's or of its exercise, never of both
    const texts = new Set([lab, exerciseText(lab)]);
    const sections = [...texts].flatMap((text) => courseText(text, language, valuesOf(lab, student).of));
    return new Map(sections.map((section) => [section.id, section]));
  } catch {
    return new Map();
  }
}

/** What the text names that a student has values of their own for, each with the value. */
export function valuesIn({ lab, student }: Whose): Map<string, string> {
  try {
    return valuesOf(lab, student).in(courseSource(lab, "en"));
  } catch {
    return new Map();
  }
}
