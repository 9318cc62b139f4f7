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
    const { theStudent, withBook } = await import("../class/index.ts");
    const { resultsOf } = await import("../class/results.ts");
    const { runName } = await import("../class/read/kind.ts");
    const { labNamed } = await import("../grading/catalogue.ts");
    const { gradeAndKeep, lookAt } = await import("../submissions/kept.ts");
    const { report } = await import("./report.ts");
    const lab = labNamed(word);
    const { id, attempt, settings } = await withBook(out, (book) => {
      const { id } = theStudent(book.class(), student);
      const own = resultsOf(book).students.find((one) => one.student.id === id);
      return { id, attempt: own?.results.find((one) => one.lab === lab)?.attempt, settings: book.settings() };
    });
    if (!attempt) throw new Mistake(`Of "${id}" nothing was graded for lab "${lab}"`, `bun grader grades ${out}`);
    const grade = await gradeAndKeep({
      ...{ lab, name: runName(`${id}/${attempt.file}`), bytes: Buffer.from(attempt.script).toString("base64") },
      ...{ timeout: settings.timeout ?? 30, ...(settings.isIndividual && { student: id }) },
    });
    const status = await report([grade], flags);
    process.stderr.write(lookAt(lab));
    return status;
  },
});
