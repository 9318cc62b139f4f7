// One iptables rule, as iptables-save prints it, for one packet.

import { isIn, isIn6, numberOf } from "../kernel/prefix.ts";
import { type Answer, answer, isNamed, not, some } from "./answer.ts";
import { type Rule, type Verdict, when } from "./chains.ts";
import { type At, carriedBy, lengthOf, type Packet, portsOf, stateOf } from "./packet.ts";

export const NUMBERS = { icmp: "1", tcp: "6", udp: "17", "ipv6-icmp": "58" }; // protocols(5)
const ICMP_TYPES: Record<string, string> = { "0": "echo-reply", "8": "echo-request" };
const ICMP6_TYPES: Record<string, string> = { "128": "echo-request", "129": "echo-reply" }; // RFC 4443
/** Options of targets and of the comment match: they select nothing. */
const TARGET_OPTIONS = new Set(["--comment", "--reject-with", "--to-source", "--to-destination", "--to-ports", "--to"]);
const LOG_OPTIONS = /^--(log|nflog|set-x?mark|set-mss|zone|save-mark|restore-mark)/;
const GOES_ON = new Set(["LOG", "NFLOG", "TRACE", "CONNMARK", "TCPMSS", "TTL", "CHECKSUM", "CLASSIFY", "TOS"]);

export const iptablesRule = (chain: string, spec: readonly string[], match: Match = oneMatch): Rule => ({
  text: () => spelt(chain, spec),
  decide: (packet, at) => when(matchesOf(spec, packet, at, match), verdictOf(spec)),
});

/** What one option says to the packet. */
export type Match = (option: string, value: string, packet: Packet, at: At) => Answer;

/** As a person would type it. */
export const spelt = (chain: string, spec: readonly string[]): string =>
  ["-A", chain, ...spec].map((word) => (/[\s"]/.test(word) ? JSON.stringify(word) : word)).join(" ");

function matchesOf(spec: readonly string[], packet: Packet, at: At, match: Match): Answer[] {
  const answers: Answer[] = [];
  const after = (index: number): string[] => {
    const rest = spec.slice(index + 1);
    const next = rest.findIndex((word) => /^(!|-{1,2}[a-zA-Z])/.test(word));
    return next < 0 ? rest : rest.slice(0, next);
  };
  for (let index = 0, isInverted = false; index < spec.length; index++) {
    const word = spec[index]!;
    if (word === "!") {
      isInverted = true;
      continue;
    }
    const values = after(index);
    index += values.length;
    if (word === "-j" || word === "-g") break; // what comes after it is the target's
    if (word === "-m" || TARGET_OPTIONS.has(word)) continue;
    const found = match(word, values.join(" "), packet, at);
    answers.push(isInverted ? not(found) : found);
    isInverted = false;
  }
  return answers;
}

/** Which ports a program may be given: net.ipv4.ip_local_port_range in ip-sysctl.rst. */
const EPHEMERAL = [32768, 60999] as const;

/** What goes to the server goes to its port, and the answer comes from there; the other port may be any. */
export function portIn(option: string, value: string, packet: Packet): Answer {
  if (!packet.over) return "no"; // an echo has no ports; iptables asks for them only after -p
  const { sport, dport } = portsOf(packet);
  const port = option.startsWith("--d") ? dport : sport;
  const ranges = value.split(",").map((range) => range.split(":").map(Number));
  return some(ranges.map(([low = 0, high = low]) => within(low, high)));

  function within(low: number, high: number): Answer {
    if (port !== undefined) return answer(low <= port && port <= high);
    const [first, last] = EPHEMERAL;
    return high < first || low > last ? "no" : low <= first && last <= high ? "yes" : "unknown";
  }
}

const FLAGS = ["FIN", "SYN", "RST", "PSH", "ACK", "URG"];

/** "FIN,SYN,RST,ACK SYN": of these flags, just those. What comes after the first packet and its answer may push or not. */
function flagsAre(words: string, { over, isBegun, type }: Packet): Answer {
  if (over !== "tcp") return "no";
  const [mask = [], set = []] = words.split(" ").map((list) => (list === "ALL" ? FLAGS : list.split(",")));
  const own = isBegun ? ["ACK"] : type === "echo-request" ? ["SYN"] : ["SYN", "ACK"];
  const isUnsure = isBegun && mask.some((flag) => flag === "PSH" || flag === "FIN");
  const isSo = mask.every((flag) => own.includes(flag) === set.includes(flag));
  return isSo && isUnsure ? "unknown" : answer(isSo);
}

function oneMatch(option: string, value: string, packet: Packet, at: At): Answer {
  const words = value.split(",");
  switch (option) {
    case "-s":
      return among(packet.src, value);
    case "-d":
      return among(packet.dst, value);
    case "-i":
      return answer(isNamed(at.iif ?? "", value));
    case "-o":
      return answer(isNamed(at.oif ?? "", value));
    case "--physdev-in":
      return answer(isNamed(at.physin ?? "", value));
    case "--physdev-out":
      return answer(isNamed(at.physout ?? "", value));
    case "--physdev-is-bridged":
      return answer(at.physin !== undefined && at.physout !== undefined);
    case "-p":
      return answer([carriedBy(packet), NUMBERS[carriedBy(packet)], "all", "0"].includes(value));
    case "-f":
      return packet.isFragmented ? "unknown" : "no"; // the first fragment is none of those that it means
    case "--icmp-type":
      if (packet.over) return "no";
      return value === "any" ? "yes" : answer((ICMP_TYPES[value.split("/")[0]!] ?? value) === packet.type);
    case "--icmpv6-type":
      if (packet.protocol !== "ip6" || packet.over) return "no";
      return answer((ICMP6_TYPES[value.split("/")[0]!] ?? value) === packet.type);
    case "--dst-type":
    case "--src-type":
      if (words.join() !== "LOCAL" || !at.owns) return "unknown";
      return answer(at.owns(option === "--dst-type" ? packet.dst : packet.src));
    case "--mark": {
      const [value_, mask] = numbers(value);
      return value_ === undefined ? "unknown" : answer(((packet.mark ?? 0) & mask) >>> 0 === value_);
    }
    case "--length":
      return lengthIn(packet, value);
    case "--tos": {
      const [wanted, mask] = numbers(value);
      return wanted === undefined ? "unknown" : answer(((packet.tos ?? 0) & mask) >>> 0 === wanted);
    }
    case "--ttl-eq":
    case "--ttl-lt":
    case "--ttl-gt":
      return ttlIs(option, packet, Number(value));
    case "--dscp":
      return Number.isInteger(Number(value)) ? answer((packet.tos ?? 0) >> 2 === Number(value)) : "unknown";
    case "--ctstate":
    case "--state":
      if (words.some((word) => word === "SNAT" || word === "DNAT")) return "unknown";
      return answer(words.includes(stateOf(packet).toUpperCase()));
    case "--dport":
    case "--sport":
    case "--dports":
    case "--sports":
      return portIn(option, value, packet);
    case "--syn":
      return flagsAre("SYN,RST,ACK,FIN SYN", packet);
    case "--tcp-flags":
      return flagsAre(value, packet);
    case "--src-range":
    case "--dst-range": {
      const [low = "", high = ""] = value.split("-");
      return ranged(option === "--src-range" ? packet.src : packet.dst, low, high);
    }
    default:
      return "unknown";
  }
}

/** "0x7/0xff", as of marks. */
function numbers(text: string): [value: number | undefined, mask: number] {
  const [value, mask = 0xffffffff] = text.split("/").map(Number);
  return [Number.isInteger(value) ? value : undefined, mask];
}

export const DEFAULT_TTL = 64; // net.ipv4.ip_default_ttl

function ttlIs(option: string, { ttl = DEFAULT_TTL }: Packet, wanted: number): Answer {
  if (!Number.isInteger(wanted)) return "unknown";
  if (option === "--ttl-eq") return answer(ttl === wanted);
  return answer(option === "--ttl-lt" ? ttl < wanted : ttl > wanted);
}

/** "84" or "60:100", of the whole packet. */
function lengthIn(packet: Packet, value: string): Answer {
  const { protocol } = packet;
  const bytes = lengthOf(packet);
  if (bytes === undefined) return "unknown";
  const [low = 0, high = low] = value.split(":").map(Number);
  return answer(protocol === "ip" && low <= bytes && bytes <= high);
}

export const among = (address: string, prefixes: string): Answer =>
  some(
    prefixes.split(",").map((prefix) => {
      const found = address.includes(":") ? isIn6(address, prefix) : isIn(address, prefix);
      return found === undefined ? "unknown" : answer(found);
    }),
  );

export function ranged(address: string, low: string, high: string): Answer {
  const [first, one, last] = [low, address, high].map(numberOf);
  if (first === undefined || one === undefined || last === undefined) return "unknown";
  return answer(first <= one && one <= last);
}

function verdictOf(spec: readonly string[]): Verdict {
  const at = spec.findIndex((word) => word === "-j" || word === "-g");
  const target = spec[at + 1];
  if (at < 0 || target === undefined) return { is: "go on" };
  if (spec[at] === "-g") return { is: "goto", chain: target };
  const option = (name: string) => spec[spec.indexOf(name, at) + 1]?.split(/[:-]/)[0];
  if (target === "ACCEPT") return { is: "accept" };
  if (target === "DROP" || target === "REJECT") return { is: "drop" };
  if (target === "RETURN") return { is: "return" };
  if (target === "MASQUERADE") return { is: "masquerade" };
  if (target === "SNAT") return { is: "snat", to: option("--to-source") };
  if (target === "DNAT") {
    const [, port] = spec[spec.indexOf("--to-destination", at) + 1]?.match(/:(\d+)$/) ?? [];
    return { is: "dnat", to: option("--to-destination"), ...(port && { port: Number(port) }) };
  }
  if (target === "CT" || target === "NOTRACK") return spec.includes("--notrack") ? { is: "notrack" } : { is: "go on" };
  if (target === "MARK") {
    const [value, mask] = numbers(spec[spec.indexOf("--set-xmark", at) + 1] ?? "");
    return value === undefined ? { is: "unknown" } : { is: "mark", value, mask };
  }
  if (GOES_ON.has(target) || LOG_OPTIONS.test(spec[at + 2] ?? "")) return { is: "go on" };
  if (target === target.toUpperCase() && /^(NFQUEUE|QUEUE|NETMAP|REDIRECT|TPROXY|SET|SYNPROXY)$/.test(target))
    return { is: "unknown" };
  return { is: "jump", chain: target };
}
