// Whose words: what of them is known without the course text's parser, which takes longer to load than the grader to start.

import { valuesOf } from "../../harness/student/values.ts";
import { courseSource } from "../../harness/text/source.ts";

/** A lab's, with a student's values. */
export type Whose = { lab: string; student?: string | undefined };

/** What the text names that a student has values of their own for, each with the value. */
export function valuesIn({ lab, student }: Whose): Map<string, string> {
  try {
    return valuesOf(lab, student).in(courseSource(lab, "en"));
  } catch {
    return new Map();
  }
}
