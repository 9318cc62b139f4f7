import { Mistake } from "../../harness/ground/error.ts";
import { mode, reporting } from "./mode.ts";

export const keep = mode({
  name: "keep",
  form: "keep OUT STUDENT LAB",
  what: {
    en: "grade a student's script of a class again, and leave its world up: shell, walk, graph, until down",
    zh: "把班里一个学生的脚本再评一次，并保留它的世界：可用 shell、walk、graph，直到 down",
  },
  most: 3,
  flags: reporting,
  async run({ words: [out, student, word], flags }) {
    if (out === undefined || student === undefined || word === undefined)
      throw new Mistake("Name what was graded, the student and the lab", "bun grader keep OUT STUDENT 03");
    const { keepOf } = await import("../class/keep.ts");
    const { labNamed } = await import("../grading/catalogue.ts");
    const { lookAt } = await import("../submissions/kept.ts");
    const { report } = await import("./report.ts");
    const lab = labNamed(word);
    const grade = await keepOf(out, student, lab);
    const status = await report([grade], flags);
    process.stderr.write(lookAt(lab));
    return status;
  },
});
