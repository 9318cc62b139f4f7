import { courseText, linesOf } from "../harness/text/course.ts";
import type { Language } from "../harness/text/language.ts";
import type { TestPoint } from "./test-point.ts";

export type CheckWords = { title: string; hints: string[] };

/** Gives the words of a lab's checks: those of the course text, else those that the check brought itself, else its id. */
export function wordsOf(lab: string, language: Language): (point: TestPoint) => CheckWords {
  const sections = new Map(courseText(lab, language).map((section) => [section.id, section]));
  return (point) => {
    const section = sections.get(`check-${point.id}`);
    if (section) return { title: section.title, hints: linesOf(section) };
    return { title: point.title ?? point.id, hints: point.hint ? [point.hint] : [] };
  };
}
