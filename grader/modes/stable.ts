import { valued } from "../../harness/command-line/flag.ts";
import { Mistake } from "../../harness/ground/error.ts";
import { languageOf } from "../../harness/text/language.ts";
import { jobs } from "./class.ts";
import { mode } from "./mode.ts";

const most = 1000; // times

const said = {
  en: (same: number, all: number, times: number) => `${same} of ${all} came out the same ${times} times`,
  zh: (same: number, all: number, times: number) => `${all} 份中有 ${same} 份 ${times} 次结果都一样`,
};

export const stable = mode({
  name: "stable",
  form: "stable OUT [STUDENT…]",
  what: {
    en: "grade all that counts again, and name what does not come out the same each time",
    zh: "把计分的作业再评几次，列出结果不一致的",
  },
  most: Number.POSITIVE_INFINITY,
  flags: {
    times: valued("N", { en: "how often; 3 without it", zh: "几次；不给出时为 3" }, (word) => {
      const times = Number(word);
      if (Number.isInteger(times) && times >= 1 && times <= most) return times;
      throw new Mistake(`Unknown number "${word}": --times takes 1 to ${most}`);
    }),
    jobs,
  },
  async run({ words: [out, ...names], flags: { times = 3, jobs = navigator.hardwareConcurrency, lang } }) {
    const { theStudent, withBook } = await import("../class/index.ts");
    const { unstableIn } = await import("../class/stable.ts");
    if (out === undefined) throw new Mistake("Name what was graded", "bun grader stable OUT --times 5");
    const language = languageOf(lang);
    return withBook(out, async (book) => {
      const students = names.map((word) => theStudent(book.class(), word).id);
      const isShown = process.stderr.isTTY;
      const { lines, count } = await unstableIn(book, {
        ...{ times, jobs, students, language },
        onGrade: (done, all) => isShown && process.stderr.write(`\r\x1b[K${done}/${all}`),
      });
      if (isShown) process.stderr.write("\r\x1b[K");
      const unlike = new Set(lines.map((line) => line.split(": ")[0])).size;
      for (const line of lines) process.stdout.write(`${line}\n`);
      process.stdout.write(`${said[language](count - unlike, count, times)}\n`);
      return lines.length ? 1 : 0;
    });
  },
});
