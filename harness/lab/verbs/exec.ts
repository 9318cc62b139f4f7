import { verb } from "../verb.ts";

export const exec = verb({
  name: "exec",
  form: "exec NODE -- CMD…",
  what: {
    en: "run a command on a node (host, docker1, …); its exit status",
    zh: "在一个节点（host、docker1……）上运行命令；退出状态就是它的",
  },
  most: 1,
  runs: true,
  flags: {},
  run: async ({ lab, words: [node], flags, command }) => (await import("../exec.ts")).exec(lab, flags, node, command),
});
