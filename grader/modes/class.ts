import { toggle, valued } from "../../harness/command-line/flag.ts";
import { Mistake } from "../../harness/ground/error.ts";
import { defaultTimeout } from "../grading/timeout.ts";
import { grades, pageOptions, reportClass } from "./grades.ts";
import { judging, mode } from "./mode.ts";

export const aClass = mode({
  name: "--out",
  form: "DIR --out DIR",
  what: {
    en: "a class: one folder of scripts per student (docs/class/README.md)",
    zh: "一个班：每个学生一个放脚本的目录（见 docs/class/README.md）",
  },
  most: 1,
  flags: {
    ...grades,
    jobs: valued(
      "N",
      { en: "how many at a time; as many as processors", zh: "同时评几份；默认等于处理器数" },
      (word) => {
        const jobs = Number(word);
        if (Number.isInteger(jobs) && jobs >= 1) return jobs;
        throw new Mistake(`Unknown number "${word}": --jobs takes how many at a time`);
      },
    ),
    shard: valued(
      "I/N",
      { en: "only this part of N, from 1/N to N/N", zh: "只评 N 份中的这一份，从 1/N 到 N/N" },
      (word) => {
        const [part = 0, of = 0] = word.split("/").map(Number);
        if (/^\d+\/\d+$/.test(word) && part >= 1 && part <= of) return { part, of };
        throw new Mistake(`Unknown part "${word}": --shard takes I/N, from 1/N to N/N`);
      },
    ),
    individual: toggle({ en: "each folder's name is the student's ID", zh: "每个目录名就是学生的 ID" }),
    ...judging,
  },
  async run({ words: [folder], flags }) {
    const { gradeFolder } = await import("../class/index.ts");
    if (folder === undefined) throw new Mistake("Name one folder: the class", "bun grader DIR --out DIR");
    const graded = await gradeFolder(folder, flags.out!, {
      ...pageOptions(flags),
      timeout: flags.timeout ?? defaultTimeout,
      jobs: flags.jobs ?? navigator.hardwareConcurrency,
      shard: flags.shard ?? { part: 1, of: 1 },
      isIndividual: Boolean(flags.individual),
    });
    return reportClass(graded, flags);
  },
});
