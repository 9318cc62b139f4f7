import { inWords } from "../../harness/explain/words.ts";
import { visible } from "../../harness/text/visible.ts";
import { escaped, tapPoint } from "../tap/write.ts";
import { wordsOf } from "../words/of-checks.ts";
import { scriptLines } from "./ran.ts";
import type { Reporter } from "./reporter.ts";

/** TAP 13, for readers that know no subtests (Debian 12's prove): all checks in one row, and what went wrong with the grading. */
export const report: Reporter = (grades, language) => {
  let number = 0;
  const labs = grades.map((grade) => {
    const { lab, student, handedInBy, checks, complaints } = grade;
    const name = handedInBy === undefined ? lab : `${lab} ${visible(handedInBy)}`;
    const words = wordsOf({ lab, student }, language);
    const points = checks.map((point) =>
      tapPoint({ ...point, cause: inWords(point.cause, language) }, ++number, `${name}: ${words(point).title}`),
    );
    const failures = complaints.map((text) => `not ok ${++number} - ${escaped(`${name}: ${visible(text)}`)}\n`);
    const ran = scriptLines(grade, language).map((line) => `# ${visible(line)}\n`);
    return [`# ${visible(name)}\n`, ...points, ...failures, ...ran].join("");
  });
  return `TAP version 13\n1..${number}\n${labs.join("")}`;
};
