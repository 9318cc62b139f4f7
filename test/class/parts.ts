// For the scripts that grade a class in parts, somewhere else: the class, and whether the grades are those of one run.
//
//   bun test/class/parts.ts write FOLDER STUDENTS      bun test/class/parts.ts same OUT OUT      bun test/class/parts.ts count OUT

import { contentOf } from "./content.ts";
import { writeClass } from "./write.ts";

/** Other machines have other versions of what decides, and that is in a gradebook too. */
const gradesOf = (out: string) => contentOf(out).map(({ grader: _, ...grade }) => grade);

const [verb, first = "", second = ""] = process.argv.slice(2);
if (verb === "write") {
  writeClass(first, Number(second));
} else if (verb === "count") {
  console.log(contentOf(first).length);
} else {
  const [one, other] = [gradesOf(first), gradesOf(second)];
  for (const grade of one) {
    const { student, file, score } = grade;
    const there = other.filter((each) => each.student === student && each.file === file);
    if (there.length === 1 && Bun.deepEquals(there[0], grade)) continue;
    console.log(
      `${student}: ${score} in one run, ${there.map(({ score }) => score).join(" and ") || "nothing"} in parts`,
    );
    process.exitCode = 1;
  }
  if (one.length === 0 || one.length !== other.length) process.exitCode = 1;
  console.log(`${one.length} grades in one run, ${other.length} in parts`);
}
