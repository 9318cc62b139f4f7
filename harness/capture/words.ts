// The words of a packet story.

import type { Language } from "../text/language.ts";
import type { Fate, Rewrite } from "./fate.ts";
import type { Learnt } from "./learnt.ts";
import type { Loop } from "./loop.ts";
import type { TooBig } from "./too-big.ts";

export type Words = {
  title(from: string, to: string, size?: number): string;
  /** An address that was asked for, and who has it. */
  address(address: string, owners: string[]): string;
  answered: string;
  /** Not by the node that was asked, or not by it alone. */
  answeredBy(nodes: string[], asked: string | undefined): string;
  unanswered: string;
  /** Nobody answered its question for a MAC address. */
  untold(node: string, address: string): string;
  why(sentence: string): string;
  /** What ping(8) said. */
  unsent(said: string): string;
  lost(frames: number): string;
  others(frames: number): string;
  more(packets: number): string;
  loop(loop: Pick<Loop, "node" | "ifname" | "times">): string;
  /** At a hop: here the loop was counted. */
  again: string;
  stopped(frames: number): string;
  fate: Record<Exclude<Fate, "too big">, string>;
  /** It came to another node than the one that was asked, which has the address too. */
  elsewhere(asked: string): string;
  floodedTo(ports: number, others: number): string;
  /** Dropped, since the node sends on nothing that comes in there. */
  noRouter: string;
  tooBig(about: TooBig, mustStayWhole: boolean): string;
  ttl(before: number, now: number): string;
  rewrite(change: Rewrite): string;
  learnt(entry: Learnt): string;
};

export const words: Record<Language, Words> = {
  en: {
    title: (from, to, size) => `One ping from ${from} to ${to}${size === undefined ? "" : `, ${size} bytes of data`}`,
    address: (address, owners) => (owners.length ? `${address} (${owners.join(" and ")})` : address),
    answered: "It was answered.",
    answeredBy: (nodes, asked) =>
      nodes.length > 1
        ? `It was answered ${nodes.length} times: by ${nodes.join(", then by ")}.`
        : `It was answered, by ${nodes[0]}${asked ? ` and not by ${asked}` : ""}.`,
    unanswered: "No answer came.",
    untold: (node, address) => `Nobody told ${node} where ${address} is.`,
    why: (sentence) => `Why: ${sentence}`,
    unsent: (said) => `Nothing was sent: ${said}`,
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
      copied: "sent on more than once: a rule copies it",
      fragmented: "sent on in pieces",
      "put together": "put together with the other pieces",
      delivered: "arrived",
      "taken in": "taken in, though the address is none of its own: by NAT or a route",
      "not asked": "not asked: stays silent",
      "answered for": "answers in the other's place",
      "not its MAC": "not its MAC address: ignored",
      "not in the group": "not in this group: ignored",
      dropped: "goes no further: dropped",
      unheard: "nothing came out at the other end",
    },
    floodedTo: (ports, others) => `flooded: to ${ports} of ${others} other ports`,
    elsewhere: (asked) => `arrived here and not at ${asked}: the address is this node's too`,
    noRouter: "not for it, and it does not forward: dropped",
    tooBig: ({ bytes, mtu, node, ifname }, mustStayWhole) =>
      `too big: ${bytes} bytes, and the MTU ${ifname ? `of ${ifname} of ${node}` : "on its way"} is ${mtu}${mustStayWhole ? "; it must not be fragmented" : ""}`,
    ttl: (before, now) => `TTL ${before} → ${now}`,
    rewrite: ({ field, from, to }) => `NAT: ${field} ${from} → ${to}`,
    learnt: (entry) =>
      entry.table === "fdb"
        ? `FDB learns: ${entry.mac} on ${entry.ifname}`
        : `learns: ${entry.address} is ${entry.mac}`,
  },
  zh: {
    title: (from, to, size) => `一次 ping：从 ${from} 到 ${to}${size === undefined ? "" : `，数据 ${size} 字节`}`,
    address: (address, owners) => (owners.length ? `${address} (${owners.join("、")})` : address),
    answered: "收到了应答。",
    answeredBy: (nodes, asked) =>
      nodes.length > 1
        ? `收到了 ${nodes.length} 次应答：依次来自 ${nodes.join("、")}。`
        : `收到了应答，来自 ${nodes[0]}${asked ? `，而不是 ${asked}` : ""}。`,
    unanswered: "没有收到应答。",
    untold: (node, address) => `没有谁告诉 ${node}：${address} 在哪里。`,
    why: (sentence) => `原因：${sentence}`,
    unsent: (said) => `什么也没有发出去：${said}`,
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
      copied: "发出了不止一份：有规则复制它",
      fragmented: "分片后继续发送",
      "put together": "与其他分片重新拼成一个包",
      delivered: "到达",
      "taken in": "收下了，虽然地址不是它自己的：因为 NAT 或路由",
      "not asked": "问的不是它：不作声",
      "answered for": "替别人回答",
      "not its MAC": "不是它的 MAC 地址：忽略",
      "not in the group": "不在这个组播组里：忽略",
      dropped: "到此为止：被丢弃",
      unheard: "另一端什么也没出来",
    },
    floodedTo: (ports, others) => `泛洪：发往其他 ${others} 个端口中的 ${ports} 个`,
    elsewhere: (asked) => `到达了这里，而不是 ${asked}：这个地址也是它的`,
    noRouter: "不是发给它的，而它不转发：丢弃",
    tooBig: ({ bytes, mtu, node, ifname }, mustStayWhole) =>
      `太大：${bytes} 字节，而${ifname ? ` ${node} 的 ${ifname} 的` : "途中的"} MTU 是 ${mtu}${mustStayWhole ? "；不允许分片" : ""}`,
    ttl: (before, now) => `TTL ${before} → ${now}`,
    rewrite: ({ field, from, to }) => `NAT：${field === "source" ? "源地址" : "目的地址"} ${from} → ${to}`,
    learnt: (entry) =>
      entry.table === "fdb" ? `FDB 学到：${entry.mac} 在 ${entry.ifname}` : `学到：${entry.address} 是 ${entry.mac}`,
  },
};
