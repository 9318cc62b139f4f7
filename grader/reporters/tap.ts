import { inWords } from "../../harness/explain/words.ts";
import { visible } from "../../harness/text/visible.ts";
import { escaped, tapPoint } from "../tap/write.ts";
import { wordsOf } from "../words/of-checks.ts";
import { scriptLines } from "./ran.ts";
import type { Reporter } from "./reporter.ts";

/** TAP 14: a subtest for each lab, a test point for each check. */
export const report: Reporter = (grades, language) => {
  const labs = grades.map((grade, index) => {
    const { lab, student, handedInBy, checks } = grade;
    const name = handedInBy === undefined ? lab : escaped(`${lab} ${visible(handedInBy)}`);
    const words = wordsOf({ lab, student }, language);
    const points = checks.map((point, at) =>
      tapPoint({ ...point, cause: inWords(point.cause, language) }, at + 1, words(point).title),
    );
    const ran = scriptLines(grade, language).map((line) => `# ${visible(line)}\n`);
    const inner = `# Subtest: ${name}\n${points.join("")}1..${checks.length}\n${ran.join("")}`;
    const isOk = checks.every((point) => point.outcome === "pass" || point.outcome === "skip");
    return `${inner.replaceAll(/^(?=.)/gm, "    ")}${isOk ? "ok" : "not ok"} ${index + 1} - ${name}\n`;
  });
  return `TAP version 14\n1..${grades.length}\n${labs.join("")}`;
};
