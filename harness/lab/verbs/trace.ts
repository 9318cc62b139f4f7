import { verb } from "../verb.ts";

export const trace = verb({
  name: "trace",
  form: "trace SRC DST",
  what: {
    en: "one ping's way through the tables and chains of every node that traces it",
    zh: "一个 ping 在各个跟踪它的节点上如何穿过表和链",
  },
  most: 2,
  flags: {},
  run: async ({ lab, words, flags }) => (await import("../trace.ts")).trace(lab, words, flags),
});
