// The words of a packet story.

import type { Language } from "../text/language.ts";
import type { Fate, Rewrite } from "./fate.ts";
import type { Learnt } from "./learnt.ts";
import type { Loop } from "./loop.ts";

export type Words = {
  title(from: string, to: string): string;
  answered: string;
  unanswered: string;
  lost(frames: number): string;
  others(frames: number): string;
  more(packets: number): string;
  loop(loop: Pick<Loop, "node" | "ifname" | "times">): string;
  /** At a hop: here the loop was counted. */
  again: string;
  stopped(frames: number): string;
  fate: Record<Fate, string>;
  ttl(before: number, now: number): string;
  rewrite(change: Rewrite): string;
  learnt(entry: Learnt): string;
};

export const words: Record<Language, Words> = {
  en: {
    title: (from, to) => `One ping from ${from} to ${to}`,
    answered: "It was answered.",
    unanswered: "No answer came.",
    lost: (frames) => `The capture lost ${frames} frames: this story has holes. Walk again.`,
    others: (frames) => `Other packets in the meantime, not of this ping: ${frames} (--format json has them).`,
    more: (packets) => `Further packets, not drawn: ${packets} (--format json has them).`,
    loop: ({ node, ifname, times }) => `A loop: the same frame came by ${ifname} of ${node} ${times} times.`,
    again: "a loop: it comes by again and again",
    stopped: (frames) => `The walk was ended after ${frames} frames.`,
    fate: {
      flooded: "flooded: to every other port",
      forwarded: "forwarded: to one port",
      routed: "routed",
      delivered: "arrived",
      "not asked": "not asked: stays silent",
      "not its MAC": "not its MAC address: ignored",
      dropped: "goes no further: dropped",
      unheard: "nothing came out at the other end",
    },
    ttl: (before, now) => `TTL ${before} → ${now}`,
    rewrite: ({ field, from, to }) => `NAT: ${field} ${from} → ${to}`,
    learnt: (entry) =>
      entry.table === "fdb"
        ? `FDB learns: ${entry.mac} on ${entry.ifname}`
        : `learns: ${entry.address} is ${entry.mac}`,
  },
  zh: {
    title: (from, to) => `一次 ping：从 ${from} 到 ${to}`,
    answered: "收到了应答。",
    unanswered: "没有收到应答。",
    lost: (frames) => `抓包丢了 ${frames} 个帧：这个过程不完整，请再走一遍。`,
    others: (frames) => `期间还有 ${frames} 个与这次 ping 无关的包（--format json 里有）。`,
    more: (packets) => `另有 ${packets} 个包没有画出来（--format json 里有）。`,
    loop: ({ node, ifname, times }) => `环路：同一个帧经过 ${node} 的 ${ifname} ${times} 次。`,
    again: "环路：它一次又一次经过这里",
    stopped: (frames) => `看到 ${frames} 个帧后停止了这次抓包。`,
    fate: {
      flooded: "泛洪：发往其他所有端口",
      forwarded: "转发：只发往一个端口",
      routed: "路由转发",
      delivered: "到达",
      "not asked": "问的不是它：不作声",
      "not its MAC": "不是它的 MAC 地址：忽略",
      dropped: "到此为止：被丢弃",
      unheard: "另一端什么也没出来",
    },
    ttl: (before, now) => `TTL ${before} → ${now}`,
    rewrite: ({ field, from, to }) => `NAT：${field === "source" ? "源地址" : "目的地址"} ${from} → ${to}`,
    learnt: (entry) =>
      entry.table === "fdb" ? `FDB 学到：${entry.mac} 在 ${entry.ifname}` : `学到：${entry.address} 是 ${entry.mac}`,
  },
};
