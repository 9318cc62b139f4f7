import { valued } from "../../command-line/flag.ts";
import { Mistake } from "../../ground/error.ts";
import { verb } from "../verb.ts";

export const save = verb({
  name: "save",
  form: "save [FILE]",
  what: {
    en: "write what was typed in the lab's shells as a script: a submission",
    zh: "把在实验的 shell 里敲过的命令存成脚本：可以提交的作业",
  },
  most: 1,
  flags: {
    before: valued(
      "N",
      {
        en: "what was typed N worlds ago; the last three are kept",
        zh: "存第 N 个之前的记录；最近三次的会保留",
      },
      (word) => {
        if (/^[123]$/.test(word)) return Number(word);
        throw new Mistake(`Unknown record "${word}": --before takes 1, 2 or 3`);
      },
    ),
  },
  run: async ({ lab, words: [file], flags }) => (await import("../save.ts")).save(lab, flags, file),
});
