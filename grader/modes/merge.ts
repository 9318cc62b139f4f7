import { Mistake } from "../../harness/ground/error.ts";
import { grades, pageOptions, reportClass } from "./grades.ts";
import { mode } from "./mode.ts";

export const merge = mode({
  name: "merge",
  form: "merge OUT… --out DIR",
  what: { en: "one gradebook of the parts of a class", zh: "把一个班分开评的各部分合成一本成绩册" },
  most: Number.POSITIVE_INFINITY,
  flags: grades,
  async run({ words, flags }) {
    if (!words.length || flags.out === undefined)
      throw new Mistake("Name the parts, and where the whole goes", "bun grader merge OUT OUT --out DIR");
    const { merge } = await import("../class/index.ts");
    return reportClass(merge(words, flags.out, await pageOptions(flags)), flags);
  },
});
