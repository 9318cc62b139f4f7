import { verb } from "../verb.ts";

export const save = verb({
  name: "save",
  form: "save [FILE]",
  what: {
    en: "write what was typed in the lab's shells as a script: a submission",
    zh: "把在实验的 shell 里敲过的命令存成脚本：可以提交的作业",
  },
  most: 1,
  flags: {},
  run: async ({ lab, words: [file], flags }) => (await import("../save.ts")).save(lab, flags, file),
});
