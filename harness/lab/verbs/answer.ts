import { verb } from "../verb.ts";

export const answer = verb({
  name: "answer",
  form: "answer [NODE LINK | QUESTION WORD…]",
  what: {
    en: "answer a question, or say which node a link of the host belongs to; without words: the answers so far",
    zh: "回答一个问题，或者回答宿主机的一块网卡属于哪个节点；不带参数：列出目前的回答",
  },
  most: Number.POSITIVE_INFINITY,
  flags: {},
  run: async ({ lab, words, flags }) => (await import("../answer.ts")).answer(lab, words, flags),
});
