// What `explain` found, in one sentence.

import type { Language } from "../text/language.ts";
import { type Broken, unsure, type What } from "./broken.ts";

type Facts = Record<string, string>;
type Words = {
  at(node: string, isSure: boolean): string;
  /** The command that shows it, after the sentence. */
  shown(command: string): string;
  what: Record<What, (facts: Facts) => string>;
};

const isLedOff = (rule: string): boolean => /\bfwd to\b/.test(rule);

const words: Record<Language, Words> = {
  en: {
    at: (node, isSure) => `the packet ${isSure ? "stops" : "may stop"} at ${node}: `,
    shown: (command) => ` (${command})`,
    what: {
      "no-route": ({ dst, refusal }) =>
        refusal ? `a route or a policy rule refuses what is for ${dst} (${refusal})` : `no route to ${dst}`,
      "wrong-route": ({ dst, link, right }) =>
        `the route to ${dst} leaves by "${link}", but ${dst} is behind "${right}"`,
      "tc-drops": ({ link, rule }) => `tc drops what leaves by "${link}": ${rule}`,
      xfrm: ({ policy }) => `an xfrm policy blocks it: ${policy}`,
      "no-return-route": ({ dst, refusal, hider }) =>
        refusal
          ? `a route or a policy rule refuses the reply to ${dst} (${refusal})`
          : `no route for the reply to ${dst}${hider ? `, an address that ${hider} was to hide (masquerade)` : ""}`,
      "rp-filter": ({ src, link, back }) =>
        `rp_filter drops what comes from ${src} in at "${link}": the route back ${back ? `leaves by "${back}"` : "is missing"}`,
      "not-forwarding": ({ setting, dst }) => `it does not forward packets to ${dst}, since ${setting} is 0`,
      "not-a-router": ({ dst, gateway, other, setting }) =>
        `it sends what is for ${dst} to ${gateway}, but ${other} is no router (it has one link with an address, and ${setting} is 0)`,
      "link-down": ({ link }) => `"${link}" is down`,
      "no-carrier": ({ link }) => `"${link}" has no carrier`,
      "not-a-port": ({ link }) => `"${link}" is not a port of any bridge`,
      "other-bridge": ({ link, bridge, other, otherBridge }) =>
        link === bridge
          ? `"${other}" is on "${otherBridge}", not on "${bridge}"`
          : otherBridge === other
            ? `"${link}" is on "${bridge}", not on "${otherBridge}"`
            : `"${link}" is on "${bridge}", but "${other}" is on "${otherBridge}"`,
      "not-on-link": ({ address, link, owner }) =>
        `${address} is asked for on "${link}", but its owner ${owner} is not in that segment`,
      "port-blocked": ({ link, state }) => `the port "${link}" does not forward (its state is ${state})`,
      "port-locked": ({ link, mac }) =>
        `the port "${link}" is locked, and the FDB does not have ${mac} behind it: it takes no frames from there`,
      isolated: ({ link, other }) => `the ports "${link}" and "${other}" are isolated from each other`,
      "no-flood": ({ link, setting }) => `the port "${link}" gets no flooded frames (${setting})`,
      "wrong-fdb": ({ mac, link, right, state }) =>
        state === "permanent"
          ? `the FDB has ${mac} as an address of the bridge's own (permanent, at "${link}"), but it is behind "${right}"`
          : `the FDB has ${mac} behind "${link}" (${state}), but it is behind "${right}"`,
      "fdb-lacks-own": ({ mac, link }) =>
        `the FDB of "${link}" lacks its own MAC address ${mac}: it takes no frames for itself`,
      "wrong-neighbour": ({ address, mac, link }) =>
        `the neighbour table has ${mac} for ${address}, and nobody useful on "${link}" has that MAC address`,
      "other-mac": ({ address, mac, owner, right }) =>
        `the neighbour table has ${mac} for ${address}, but the MAC address of ${owner} is ${right}`,
      "mac-for-all": ({ address, mac }) =>
        `the neighbour table has ${mac} for ${address}: TCP takes nothing that is sent to everybody`,
      "arp-off": ({ link }) => `ARP is off on "${link}"`,
      "no-arp-answer": ({ link, address, setting, value }) =>
        `it does not answer ARP requests for ${address} on "${link}" (${setting} is ${value})`,
      "address-on-port": ({ link, bridge }) =>
        `the address is on "${link}", a port of "${bridge}"; what comes in at a port goes to the bridge`,
      "no-such-address": ({ address, link }) =>
        link
          ? `the next hop ${address} by "${link}" is nobody's address`
          : `the address ${address} is missing; nobody has it`,
      "no-neighbour": ({ address, link }) => `nobody on "${link}" has told it the MAC address of ${address}`,
      "no-ipv6": ({ setting }) => `IPv6 is off there (${setting} is 1)`,
      "no-known-address": ({ address, link }) => `${address}, looked for by "${link}", is no address of a node here`,
      "duplicate-address": ({ address, other }) =>
        `it has the address ${address}${other ? `, and so has ${other}` : ""}`,
      "duplicate-mac": ({ mac, link, other, otherLink }) =>
        `"${link}" has the MAC address ${mac}, and so has "${otherLink}" of ${other}`,
      "too-long": ({ link, mtu, bytes }) => `"${link}" takes no packet of ${bytes} bytes: its MTU is ${mtu}`,
      "unheard-mtu": ({ link, mtu, bytes }) =>
        `packets of ${bytes} bytes are to leave by "${link}", whose MTU is ${mtu}, and the sender must hear of that (ICMP)`,
      filtered: ({ rule, chain, src, dst, flow }) =>
        `the chain ${chain} drops the packet from ${src} to ${dst}${flow ? ` (${flow})` : ""}: ${rule}`,
      "maybe-filtered": ({ rule = "", chain }) =>
        `the chain ${chain} ${isLedOff(rule) ? "leads packets elsewhere" : "drops packets"}, perhaps this one too: ${rule}`,
      nat: ({ from, to, at }) =>
        `NAT turns ${from} into ${to}, and ${at ? `${at} has no way for that` : "nobody has that address"}`,
      "led-away": ({ from, to, other, rule }) => `NAT leads what is for ${from} to ${other} (${to}): ${rule}`,
      "echo-ignored": () => "it ignores ping (icmp_echo_ignore_all is 1)",
      "past-nat": ({ src, address, other }) =>
        `the answer comes from ${src} and not from ${address}: it does not pass ${other}, whose NAT would change it back`,
      martian: ({ src, link }) => `a packet from ${src} that comes in at "${link}" is taken by nobody`,
      "no-route-localnet": ({ link, setting }) =>
        `what comes from 127.0.0.1 may not leave by "${link}", since ${setting} is 0`,
      "no-listener": ({ address, port }) => `nobody listens on TCP port ${port} at ${address}`,
      loop: ({ dst }) => `the packet to ${dst} comes by again: the routes lead in a circle`,
    },
  },
  zh: {
    at: (node, isSure) => `包${isSure ? "" : "可能"}停在 ${node}：`,
    shown: (command) => `（${command}）`,
    what: {
      "no-route": ({ dst, refusal }) =>
        refusal ? `有路由或策略规则拒绝去往 ${dst} 的包（${refusal}）` : `没有到 ${dst} 的路由`,
      "wrong-route": ({ dst, link, right }) => `到 ${dst} 的路由走 “${link}”，而 ${dst} 在 “${right}” 后面`,
      "tc-drops": ({ link, rule }) => `tc 丢弃从 “${link}” 发出的包：${rule}`,
      xfrm: ({ policy }) => `xfrm 策略阻止了它：${policy}`,
      "no-return-route": ({ dst, refusal, hider }) =>
        refusal
          ? `有路由或策略规则拒绝送回 ${dst} 的应答（${refusal}）`
          : `没有把应答送回 ${dst} 的路由${hider ? `，而这个地址本该由 ${hider} 隐藏（masquerade）` : ""}`,
      "rp-filter": ({ src, link, back }) =>
        `rp_filter 丢弃从 “${link}” 进来、源地址为 ${src} 的包：${back ? `回程路由走的是 “${back}”` : "没有回程路由"}`,
      "not-forwarding": ({ setting, dst }) => `它不转发去往 ${dst} 的包，因为 ${setting} 是 0`,
      "not-a-router": ({ dst, gateway, other, setting }) =>
        `它把去往 ${dst} 的包交给 ${gateway}，而 ${other} 不是路由器（只有一个接口有地址，${setting} 是 0）`,
      "link-down": ({ link }) => `“${link}” 没有启用（DOWN）`,
      "no-carrier": ({ link }) => `“${link}” 没有载波（NO-CARRIER）`,
      "not-a-port": ({ link }) => `“${link}” 没有插在任何网桥上`,
      "other-bridge": ({ link, bridge, other, otherBridge }) =>
        link === bridge
          ? `“${other}” 在网桥 “${otherBridge}” 上，不在 “${bridge}” 上`
          : otherBridge === other
            ? `“${link}” 在网桥 “${bridge}” 上，不在 “${otherBridge}” 上`
            : `“${link}” 在网桥 “${bridge}” 上，而 “${other}” 在 “${otherBridge}” 上`,
      "not-on-link": ({ address, link, owner }) =>
        `它在 “${link}” 上找 ${address}，但拥有该地址的 ${owner} 不在这个网段里`,
      "port-blocked": ({ link, state }) => `端口 “${link}” 不转发（状态是 ${state}）`,
      "port-locked": ({ link, mac }) =>
        `端口 “${link}” 上了锁（locked），而 FDB 里没有它后面的 ${mac}：它不收来自那里的帧`,
      isolated: ({ link, other }) => `端口 “${link}” 和 “${other}” 互相隔离（isolated）`,
      "no-flood": ({ link, setting }) => `泛洪的帧不发往端口 “${link}”（${setting}）`,
      "wrong-fdb": ({ mac, link, right, state }) =>
        state === "permanent"
          ? `FDB 把 ${mac} 当作网桥自己的地址（“${link}” 上的 permanent 条目），其实它在 “${right}” 后面`
          : `FDB 认为 ${mac} 在 “${link}” 后面（${state}），其实它在 “${right}” 后面`,
      "fdb-lacks-own": ({ mac, link }) => `“${link}” 的 FDB 里没有它自己的 MAC 地址 ${mac}，所以它收不到发给自己的帧`,
      "wrong-neighbour": ({ address, mac, link }) =>
        `邻居表里 ${address} 对应 ${mac}，但 “${link}” 那边没有能收下它的设备`,
      "other-mac": ({ address, mac, owner, right }) =>
        `邻居表里 ${address} 对应 ${mac}，而 ${owner} 的 MAC 地址是 ${right}`,
      "mac-for-all": ({ address, mac }) => `邻居表里 ${address} 对应 ${mac}：发给所有人的包，TCP 不收`,
      "arp-off": ({ link }) => `“${link}” 关掉了 ARP`,
      "no-arp-answer": ({ link, address, setting, value }) =>
        `它在 “${link}” 上不回答询问 ${address} 的 ARP 请求（${setting} 是 ${value}）`,
      "address-on-port": ({ link, bridge }) =>
        `地址配在了 “${link}” 上，而它是 “${bridge}” 的端口；从端口进来的包都交给网桥`,
      "no-such-address": ({ address, link }) =>
        link ? `从 “${link}” 走的下一跳 ${address} 不是任何节点的地址` : `缺少地址 ${address}，没有谁拥有它`,
      "no-neighbour": ({ address, link }) => `在 “${link}” 上没有谁告诉它 ${address} 的 MAC 地址`,
      "no-ipv6": ({ setting }) => `它关掉了 IPv6（${setting} 是 1）`,
      "no-known-address": ({ address, link }) => `它从 “${link}” 寻找 ${address}，而这里没有节点有这个地址`,
      "duplicate-address": ({ address, other }) => `它有地址 ${address}${other ? `，而 ${other} 也有` : ""}`,
      "duplicate-mac": ({ mac, link, other, otherLink }) =>
        `“${link}” 的 MAC 地址是 ${mac}，而 ${other} 的 “${otherLink}” 也是`,
      "too-long": ({ link, mtu, bytes }) => `“${link}” 收不下 ${bytes} 字节的包：它的 MTU 是 ${mtu}`,
      "unheard-mtu": ({ link, mtu, bytes }) =>
        `${bytes} 字节的包要从 “${link}” 发出，而它的 MTU 是 ${mtu}：发送方要收到 ICMP 才知道`,
      filtered: ({ rule, chain, src, dst, flow }) =>
        `${chain} 链丢弃了从 ${src} 到 ${dst} 的包${flow ? `（${flow}）` : ""}：${rule}`,
      "maybe-filtered": ({ rule = "", chain }) =>
        `${chain} 链会${isLedOff(rule) ? "把一些包引向别处" : "丢弃一些包"}，这个包也许在其中：${rule}`,
      nat: ({ from, to, at }) => `NAT 把 ${from} 改成了 ${to}，而${at ? ` ${at} 不认这个地址` : "没有谁拥有这个地址"}`,
      "led-away": ({ from, to, other, rule }) => `NAT 把去往 ${from} 的包引到了 ${other}（${to}）：${rule}`,
      "echo-ignored": () => "它不理会 ping（icmp_echo_ignore_all 是 1）",
      "past-nat": ({ src, address, other }) =>
        `应答来自 ${src}，而不是 ${address}：它没有再经过 ${other}，那里的 NAT 没法把它改回去`,
      martian: ({ src, link }) => `源地址是 ${src} 的包从 “${link}” 进来，谁也不收`,
      "no-route-localnet": ({ link, setting }) => `来自 127.0.0.1 的包不能从 “${link}” 出去，因为 ${setting} 是 0`,
      "no-listener": ({ address, port }) => `${address} 的 TCP 端口 ${port} 没有程序监听`,
      loop: ({ dst }) => `去往 ${dst} 的包又回到这里：路由绕成了一圈`,
    },
  },
};

/** What is broken and the command that shows it. Undefined for none, and for what a check of another make calls so. */
export function sentence(broken: Broken | undefined, language: Language): string | undefined {
  const why = reason(broken, language);
  return why && words[language].at(broken!.node, !unsure.includes(broken!.what)) + why;
}

/** The same without the node. */
export function reason(broken: Broken | undefined, language: Language): string | undefined {
  const { shown, what } = words[language];
  if (!broken || !Object.hasOwn(what, broken.what)) return undefined;
  return what[broken.what](broken.facts) + shown(broken.seen);
}

/** The same as a record's field, for reports that programs read. */
export const inWords = (broken: Broken | undefined, language: Language) =>
  broken && { ...broken, sentence: sentence(broken, language) };
