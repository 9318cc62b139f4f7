import { oneOf, valued } from "../../command-line/flag.ts";
import { Mistake } from "../../ground/error.ts";
import { verb } from "../verb.ts";

const usualSize = 56;
const mostData = 65_507; // bytes: an IPv4 packet of 65,535, less the headers of IPv4 and ICMP

export const walk = verb({
  name: "walk",
  form: "walk SRC DST",
  what: {
    en: "one ping, every frame at every interface; DST is a node or an address",
    zh: "发一个 ping，显示每块网卡上的每一帧；DST 是节点或地址",
  },
  most: 2,
  flags: {
    format: {
      ...oneOf("format", ["text", "svg", "json", "pcapng"], {
        en: "how it is told; svg: a picture; pcapng: for Wireshark",
        zh: "用什么格式；svg：图；pcapng：给 Wireshark 用",
      }),
      takes: "FORMAT",
    },
    size: valued(
      "BYTES",
      {
        en: `of the ping's data, as ping -s takes it; without it ${usualSize}`,
        zh: `ping 的数据有多少字节，同 ping -s；不写时是 ${usualSize}`,
      },
      (word) => {
        if (/^\d{1,5}$/.test(word) && Number(word) <= mostData) return Number(word);
        throw new Mistake(
          `Cannot send a ping with "${word}" bytes of data: it takes 0 to ${mostData}`,
          "walk SRC DST --size 1472",
        );
      },
    ),
  },
  run: async ({ lab, words, flags }) => (await import("../walk.ts")).walk(lab, words, flags),
});
