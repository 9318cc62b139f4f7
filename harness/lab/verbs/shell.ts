import { verb } from "../verb.ts";

export const shell = verb({
  name: "shell",
  form: "shell [NODE]",
  what: {
    en: "a shell on a node, the host if none is named; what is typed is recorded",
    zh: "打开节点上的 shell，不写名字就是宿主机；敲过的命令会被记录",
  },
  most: 1,
  flags: {},
  run: async ({ lab, words: [node], flags }) => (await import("../terminal.ts")).shell(lab, flags, node),
});
