import { text, toggle, valued } from "../../harness/command-line/flag.ts";
import { Mistake } from "../../harness/ground/error.ts";
import { quote } from "../../harness/ground/quote.ts";
import { defaultTimeout } from "../grading/timeout.ts";
import { grades, pageOptions, reportClass } from "./grades.ts";
import { judging, mode } from "./mode.ts";

/** Modes that grade many take it. */
export const jobs = valued(
  "N",
  { en: "how many at a time; as many as processors", zh: "同时评几份；默认等于处理器数" },
  (word) => {
    const jobs = Number(word);
    if (Number.isInteger(jobs) && jobs >= 1) return jobs;
    throw new Mistake(`Unknown number "${word}": --jobs takes how many at a time`);
  },
);

export const aClass = mode({
  name: "--out",
  form: "DIR [LAB…] --out DIR",
  what: {
    en: "a class: one folder of scripts per student, or as Moodle and Canvas download it (docs/class/README.md)",
    zh: "一个班：每个学生一个放脚本的目录，或者 Moodle、Canvas 下载的样子（见 docs/class/README.md）",
  },
  most: Number.POSITIVE_INFINITY,
  flags: {
    ...grades,
    jobs,
    shard: valued(
      "I/N",
      { en: "only this part of N, from 1/N to N/N", zh: "只评 N 份中的这一份，从 1/N 到 N/N" },
      (word) => {
        const [part = 0, of = 0] = word.split("/").map(Number);
        if (/^\d+\/\d+$/.test(word) && part >= 1 && part <= of) return { part, of };
        throw new Mistake(`Unknown part "${word}": --shard takes I/N, from 1/N to N/N`);
      },
    ),
    roster: text("FILE", {
      en: "who is in the class: a CSV file with name, id, e-mail",
      zh: "全班名单：有姓名、学号、邮箱的 CSV 文件",
    }),
    again: text("NAME", { en: "grade this student once more", zh: "把这个学生再评一次" }),
    keep: text("STUDENT", {
      en: "of one lab: grade this student's script again at the end, and leave its world up: shell, walk, graph, until down",
      zh: "只评一个实验时：最后把这个学生的脚本再评一次，并保留它的世界：可用 shell、walk、graph，直到 down",
    }),
    individual: toggle({ en: "each folder's name is the student's ID", zh: "每个目录名就是学生的 ID" }),
    ...judging,
  },
  async run({ words: [folder, ...labs], flags }) {
    const { gradeFolder } = await import("../class/index.ts");
    const { labNamed } = await import("../grading/catalogue.ts");
    const { readRoster } = await import("../class/read/roster.ts");
    if (folder === undefined) throw new Mistake("Name one folder: the class", "bun grader DIR --out DIR");
    const named = [...new Set(labs.map(labNamed))].sort();
    const { keep } = flags;
    if (keep !== undefined && named.length !== 1)
      throw new Mistake(
        "--keep leaves one world up: name one lab",
        `bun grader ${quote(folder)} 03 --out ${quote(flags.out!)} --keep ${quote(keep)}`,
      );
    const graded = await gradeFolder(folder, flags.out!, {
      ...(await pageOptions(flags)),
      labs: named,
      roster: flags.roster === undefined ? undefined : readRoster(flags.roster),
      again: flags.again === undefined ? [] : [flags.again],
      timeout: flags.timeout ?? defaultTimeout,
      jobs: flags.jobs ?? navigator.hardwareConcurrency,
      shard: flags.shard ?? { part: 1, of: 1 },
      isIndividual: Boolean(flags.individual),
    });
    const status = await reportClass(graded, flags);
    if (keep !== undefined) {
      const { keepOf } = await import("../class/keep.ts");
      const { lookAt } = await import("../submissions/kept.ts");
      const { report } = await import("./report.ts");
      const grade = await keepOf(flags.out!, keep, named[0]!);
      if (flags.reporter === undefined && flags.output === undefined) await report([grade], flags);
      process.stderr.write(lookAt(named[0]!));
    }
    return status;
  },
});
