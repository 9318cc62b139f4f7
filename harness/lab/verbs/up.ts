import { toggle } from "../../command-line/flag.ts";
import { building, verb } from "../verb.ts";

export const up = verb({
  name: "up",
  form: "[up]",
  what: {
    en: "build the scenario, told step by step; an earlier one is replaced; it stays up",
    zh: "搭建场景，每一步都有讲解；先前的会被替换；搭好后一直保留",
  },
  most: 0,
  flags: {
    ...building,
    step: toggle({
      en: "pause before each step: the default on a terminal, the first time and without flags",
      zh: "每一步之前停下来等回车：在终端里第一次运行、不带选项时默认如此",
    }),
    unfold: toggle({
      en: "with the commands that an earlier lab has shown",
      zh: "也显示前面的实验里已经见过的命令",
    }),
    "no-step": toggle({ en: "without pauses", zh: "不停顿" }),
  },
  builds: true,
  run: async ({ lab, flags }) => (await import("../up.ts")).up(lab, flags),
});
