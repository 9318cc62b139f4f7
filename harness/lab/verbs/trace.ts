import { oneOf } from "../../command-line/flag.ts";
import { verb } from "../verb.ts";

export const trace = verb({
  name: "trace",
  form: "trace SRC DST",
  what: {
    en: "one ping's way through the tables and chains of every node that traces it",
    zh: "一个 ping 在各个跟踪它的节点上如何穿过表和链",
  },
  most: 2,
  flags: {
    format: oneOf("format", ["text", "svg", "json"], {
      en: "how it is told; svg: the hooks as a picture",
      zh: "用什么格式；svg：把各个钩子画成图",
    }),
  },
  run: async ({ lab, words, flags }) => (await import("../trace.ts")).trace(lab, words, flags),
});
