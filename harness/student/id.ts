import { Mistake } from "../ground/error.ts";
import type { Entry } from "../world/registry.ts";
import { keyOf } from "./draw.ts";

const longest = 200;

/**
 * A student's id as it was typed: any text of up to 200 characters, in any script; not empty, no control characters. It is
 * taken in Unicode NFC and without spaces around it.
 */
export function studentId(typed: string): string {
  const id = typed.normalize("NFC").trim();
  const wrong =
    id === ""
      ? "it is empty"
      : [...id].length > longest
        ? `it has ${[...id].length} characters, and ${longest} are allowed`
        : /\p{Cc}/u.test(id) || !id.isWellFormed()
          ? "it holds control characters"
          : id.includes("\ufffd") // what a byte becomes that is not UTF-8: two ids would be one
            ? "it is not UTF-8"
            : undefined;
  if (wrong)
    throw new Mistake(`Cannot take the student's id: ${wrong}`, "--student ID, for example --student s1234567");
  return id;
}

/** What tells the values of one course's secret from those of another, and tells nothing about the secret. */
const markOf = (lab: string, id: string): string =>
  keyOf(`mark ${lab}`, id, process.env.COURSE_SECRET ?? "").toString("hex", 0, 8);

/** The student as the registry remembers it. */
export const remembered = (lab: string, id: string): NonNullable<Entry["student"]> => ({ id, mark: markOf(lab, id) });

/** The student that an exercise was begun for. Throws where the course's secret is another one now: so would the values be. */
export function studentOf({ lab, student }: Pick<Entry, "lab" | "student">): string | undefined {
  if (student && student.mark !== markOf(lab, student.id))
    throw new Mistake(
      `The exercise of lab "${lab}" was begun with another COURSE_SECRET`,
      `set COURSE_SECRET as it was then, or begin anew: bun labs/${lab}.ts exercise --student …`,
    );
  return student?.id;
}
