import { oneOf } from "../../command-line/flag.ts";
import { verb } from "../verb.ts";

export const walk = verb({
  name: "walk",
  form: "walk SRC DST",
  what: {
    en: "one ping, every frame at every interface; DST is a node or an address",
    zh: "发一个 ping，显示每块网卡上的每一帧；DST 是节点或地址",
  },
  most: 2,
  flags: {
    format: oneOf("format", ["text", "json", "pcapng"], {
      en: "how it is told; pcapng: for Wireshark",
      zh: "用什么格式；pcapng：给 Wireshark 用",
    }),
  },
  run: async ({ lab, words, flags }) => (await import("../walk.ts")).walk(lab, words, flags),
});
