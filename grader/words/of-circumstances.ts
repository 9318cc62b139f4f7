import type { Language } from "../../harness/text/language.ts";
import type { Circumstance } from "../tap/circumstance.ts";

type Sentences = { [What in Circumstance["what"]]: (circumstance: Extract<Circumstance, { what: What }>) => string };

const count = (number: number): string => number.toLocaleString("en");

const sentences: Record<Language, Sentences> = {
  en: {
    storm: ({ node, ifname, perSecond, all }) =>
      `This world makes a storm: its links carry ${count(all)} frames a second (${ifname} of ${node}: ${count(perSecond)}), which takes packets from every world of this machine. Is there a loop?`,
    neighbours: ({ entries }) =>
      `This world has ${count(entries)} neighbours in a table that all worlds of this machine share: where it is full, pings get lost`,
    "named-host": ({ node }) =>
      `There is a network namespace named "host". It is another one than the lab's host, and is called "${node}" here`,
  },
  zh: {
    storm: ({ node, ifname, perSecond, all }) =>
      `这个世界里有风暴：它的网卡每秒经过 ${count(all)} 个帧（${node} 的 ${ifname}：${count(perSecond)} 个），会让这台机器上所有的世界丢包。是不是有环路？`,
    neighbours: ({ entries }) =>
      `这个世界有 ${count(entries)} 个邻居条目，而邻居表由这台机器上所有的世界共用：表满了，ping 就会丢`,
    "named-host": ({ node }) => `有一个名叫“host”的网络命名空间。它不是实验的宿主机，在这里叫作“${node}”`,
  },
};

/** One sentence, without a full stop. */
export const circumstanceOf = (circumstance: Circumstance, language: Language): string =>
  (sentences[language][circumstance.what] as (circumstance: Circumstance) => string)(circumstance);
