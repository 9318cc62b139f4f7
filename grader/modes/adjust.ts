import { userInfo } from "node:os";
import { text } from "../../harness/command-line/flag.ts";
import { Mistake } from "../../harness/ground/error.ts";
import { languageOf } from "../../harness/text/language.ts";
import { visible } from "../../harness/text/visible.ts";
import { mode } from "./mode.ts";

const example = 'bun grader adjust OUT STUDENT 03 +2 --why "…"';

export const adjust = mode({
  name: "adjust",
  form: "adjust OUT [STUDENT LAB POINTS]",
  what: {
    en: "give or take points by hand, which stay when it is graded again; with OUT alone: all that were",
    zh: "人工加减分，重新评分后仍保留；只给出 OUT 时列出全部",
  },
  most: 4,
  flags: {
    why: text("TEXT", { en: "the reason, which the student reads too", zh: "理由，学生也看得到" }),
    who: text("NAME", { en: "who did it; without it, whoever is logged in", zh: "谁改的；不给出时为登录的用户" }),
  },
  async run({ words: [out, student, lab, points], flags: { why, who, lang } }) {
    if (out === undefined) throw new Mistake("Name what was graded, the student, the lab and the points", example);
    const { withBook, theStudent } = await import("../class/index.ts");
    const { resultsOf } = await import("../class/results.ts");
    const { writeReports } = await import("../class/write.ts");
    const { labNamed } = await import("../grading/catalogue.ts");
    return withBook(out, (book) => {
      if (student === undefined) {
        for (const one of book.adjustments()) process.stdout.write(`${visible(lineOf(one))}\n`);
        return 0;
      }
      const number = Number(points?.replace(/^[−–]/, "-").replace(",", "."));
      if (lab === undefined || !points || !Number.isFinite(number) || number === 0)
        throw new Mistake(`Unknown points "${points ?? ""}": +2 gives two, -2 takes two`, example);
      if (!why?.trim()) throw new Mistake("Points that a person changes need a reason", example);
      const { id } = theStudent(book.class(), student);
      const name = labNamed(lab);
      if (!resultsOf(book).labs.includes(name))
        throw new Mistake(`Lab "${name}" was not graded in "${out}"`, `one of ${resultsOf(book).labs.join(", ")}`);
      const one = {
        ...{ student: id, lab: name, points: number, why: why.trim() },
        ...{ who: who ?? process.env.SUDO_USER ?? userInfo().username, time: new Date().toISOString() },
      };
      book.adjust(one);
      const results = resultsOf(book);
      writeReports(results, out, languageOf(lang));
      const now = results.students.find((own) => own.student.id === id)?.results.find((result) => result.lab === name);
      process.stdout.write(`${visible(lineOf(one))} = ${now?.points}/${now?.maxScore}\n`);
      return 0;
    });
  },
});

const lineOf = ({ student, lab, points, why, who, time }: Parameters<Book["adjust"]>[0]): string =>
  `${student}, ${lab}: ${points > 0 ? "+" : ""}${points} ${why} (${who}, ${time})`;

type Book = import("../class/gradebook.ts").Gradebook;
