import { courseText, linesOf, type Section } from "../harness/text/course.ts";
import type { Language } from "../harness/text/language.ts";
import type { TestPoint } from "./test-point.ts";

export type CheckWords = { title: string; hints: string[] };

/** Gives the words of a lab's checks: those of the course text, else those that the check brought itself, else its id. */
export function wordsOf(lab: string, language: Language): (point: TestPoint) => CheckWords {
  const sections = textOf(lab, language);
  return (point) => {
    const section = sections.get(`check-${point.id}`);
    if (section) return { title: section.title, hints: linesOf(section) };
    return { title: point.title ?? point.id, hints: point.hint ? [point.hint] : [] };
  };
}

// a lab whose words are missing is still graded: its checks go by their ids
function textOf(lab: string, language: Language): Map<string, Section> {
  try {
    return new Map(courseText(lab, language).map((section) => [section.id, section]));
  } catch {
    return new Map();
  }
}
