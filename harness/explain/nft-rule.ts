// One nft rule, in the words of libnftables-json(5), for one packet.

import { isIn } from "../kernel/prefix.ts";
import { type Answer, all, answer, isNamed, not, some } from "./answer.ts";
import { type Rule, type Verdict, when } from "./chains.ts";
import { among, DEFAULT_TTL, ranged } from "./iptables-rule.ts";
import { type At, carriedBy, lengthOf, type Packet, portsOf, stateOf } from "./packet.ts";

// biome-ignore lint/suspicious/noExplicitAny: nft's JSON has a shape for each kind of expression
type Json = Record<string, any>;
/** A named set's elements; undefined where it is unknown. */
export type SetOf = (name: string) => unknown[] | undefined;

/** A value; `absent` where this packet has no such field, so that no comparison holds; undefined where it is unknown. */
const absent = Symbol("absent");
type Value = string | typeof absent | undefined;

/** Undefined where a part of the rule is shown as a bare `xt`, so that only iptables-save can say what it is. */
export function nftRule(expr: readonly Json[], text: () => string, setOf: SetOf): Rule | undefined {
  if (expr.some((part) => "xt" in part)) return undefined;
  return {
    text,
    decide(packet, at) {
      const answers: Answer[] = [];
      let verdict: Verdict = { is: "go on" };
      for (const part of expr) {
        if (part.match) answers.push(matchOf(part.match, packet, at, setOf));
        else if (part.vmap) verdict = vmapOf(part.vmap, packet, at, answers, setOf);
        else if (part.limit || part["ct count"] || part.quota || part.set?.stmt) answers.push("unknown");
        else if (part.fwd) {
          answers.push("unknown"); // it may come there all the same
          verdict = { is: "drop" };
        } else verdict = verdictOf(part, packet.over !== undefined) ?? verdict;
      }
      return when(answers, verdict);
    },
  };
}

const OF_PORTS = /"protocol":"(tcp|udp|th)"/;

function verdictOf(part: Json, hasPorts = false): Verdict | undefined {
  if ("accept" in part) return { is: "accept" };
  if ("drop" in part || "reject" in part) return { is: "drop" };
  if ("return" in part) return { is: "return" };
  if ("jump" in part) return { is: "jump", chain: part.jump.target };
  if ("goto" in part) return { is: "goto", chain: part.goto.target };
  if ("notrack" in part) return { is: "notrack" };
  if ("masquerade" in part) return { is: "masquerade" };
  // a map by ports: not for a ping
  if (part.dnat && OF_PORTS.test(JSON.stringify(part.dnat.addr))) return hasPorts ? { is: "unknown" } : { is: "go on" };
  if ("snat" in part || "dnat" in part) {
    const is = "snat" in part ? "snat" : "dnat";
    const { addr, port } = part[is] ?? {};
    if (port !== undefined && typeof port !== "number") return { is: "unknown" };
    return {
      is,
      to: typeof addr === "string" ? addr : undefined,
      ...(is === "dnat" && port !== undefined && { port }),
    };
  }
  if (part.mangle?.key?.meta?.key === "mark") {
    const { value } = part.mangle;
    return typeof value === "number" ? { is: "mark", value, mask: 0xffffffff } : { is: "unknown" };
  }
  if ("queue" in part || "redirect" in part || "tproxy" in part) return { is: "unknown" };
  return undefined; // counter, log, mangle …: the packet goes on
}

function vmapOf({ key, data }: Json, packet: Packet, at: At, answers: Answer[], setOf: SetOf): Verdict {
  const value = fieldOf(key, packet, at);
  if (value === absent) return { is: "go on" };
  const elements: unknown = typeof data === "string" ? setOf(data.slice(1)) : data?.set;
  if (value === undefined || !Array.isArray(elements)) return { is: "unknown" };
  for (const [element, verdict] of elements) {
    const found = equals(value, element, () => undefined);
    if (found === "no") continue;
    answers.push(found);
    return verdictOf(verdict) ?? { is: "go on" };
  }
  return { is: "go on" };
}

function matchOf({ op, left, right }: Json, packet: Packet, at: At, setOf: SetOf): Answer {
  const value = fieldOf(left, packet, at);
  if (value === absent) return "no";
  if (value === undefined) return "unknown";
  if (op === "==" || op === "in") return equals(value, right, setOf);
  if (op === "!=") return not(equals(value, right, setOf));
  return compared(op, Number(value), right);
}

function compared(op: string, value: number, right: unknown): Answer {
  if (Number.isNaN(value) || typeof right !== "number") return "unknown";
  if (op === "<") return answer(value < right);
  if (op === ">") return answer(value > right);
  if (op === "<=") return answer(value <= right);
  return op === ">=" ? answer(value >= right) : "unknown";
}

function equals(value: string, right: unknown, setOf: SetOf): Answer {
  if (Array.isArray(right)) return some(right.map((one) => equals(value, one, setOf)));
  if (typeof right === "string" && right.startsWith("@")) {
    const elements = setOf(right.slice(1));
    return elements ? equals(value, elements, setOf) : "unknown";
  }
  if (typeof right === "string" || typeof right === "number") return answer(isNamed(value, String(right)));
  const { set, prefix, range, elem } = (right ?? {}) as Json;
  if (set) return equals(value, set, setOf);
  if (elem?.val !== undefined) return equals(value, elem.val, setOf);
  if (prefix) {
    return among(value, `${prefix.addr}/${prefix.len}`);
  }
  const [low, high] = Array.isArray(range) ? range.map(Number) : [];
  if (low! >= 0 && high! >= 0) return all([compared(">=", Number(value), low), compared("<=", Number(value), high)]);
  if (range && isIn(value, String(range[0])) !== undefined) return ranged(value, range[0], range[1]);
  return "unknown";
}

function fieldOf(left: Json, packet: Packet, at: At): Value {
  const isIp = packet.protocol === "ip";
  if (Array.isArray(left["&"])) return maskedOf(left["&"], packet, at);
  if (left.meta?.key === "mark") return String(packet.mark ?? 0);
  if (left.meta) return metaOf(left.meta.key, packet, at);
  if (left.ct) return packet.protocol !== "arp" && left.ct.key === "state" ? stateOf(packet) : undefined;
  if (left.fib?.result === "type" && left.fib.flags?.join() === "daddr" && at.owns)
    return at.owns(packet.dst) ? "local" : undefined;
  const { protocol, field } = left.payload ?? {};
  if (protocol === "ether") {
    if (field === "saddr") return packet.srcMac;
    if (field === "daddr") return packet.dstMac;
    return field === "type" ? packet.protocol : undefined;
  }
  if (protocol === "ip") {
    if (!isIp) return absent;
    const { tos = 0, ttl = DEFAULT_TTL } = packet;
    const bytes = lengthOf(packet);
    const numbers = {
      length: bytes === undefined ? undefined : String(bytes),
      ttl: String(ttl),
      dscp: dscpNames[tos >> 2] ?? String(tos >> 2),
      version: "4",
    };
    return { ...numbers, saddr: packet.src, daddr: packet.dst, protocol: carriedBy(packet) }[field as string];
  }
  if (protocol === "ip6") {
    if (packet.protocol !== "ip6") return absent;
    return { saddr: packet.src, daddr: packet.dst, nexthdr: carriedBy(packet), version: "6" }[field as string];
  }
  if (protocol === "icmpv6") {
    if (packet.protocol !== "ip6" || packet.over) return absent;
    return { type: packet.type, code: "0" }[field as string];
  }
  if (protocol === "icmp") {
    if (!isIp || packet.over) return absent;
    return { type: packet.type, code: "0" }[field as string];
  }
  if (protocol === "arp") {
    if (packet.protocol !== "arp") return absent;
    // arptables asks for the first four of every packet: Ethernet and IPv4, RFC 826
    const fixed = { htype: "1", ptype: "ip", hlen: "6", plen: "4" };
    return { ...fixed, operation: packet.type, "saddr ip": packet.src, "daddr ip": packet.dst }[field as string];
  }
  if (packet.over && (protocol === packet.over || protocol === "th")) {
    if (field === "flags" && packet.type === "echo-request" && !packet.isBegun) return "syn";
    const { [field as string]: port } = portsOf(packet) as Record<string, number | undefined>;
    return port === undefined ? undefined : String(port);
  }
  if (["tcp", "udp", "th", "sctp", "dccp", "udplite", "vlan"].includes(protocol)) return absent;
  return undefined;
}

const FRAGMENT_OFFSET = 0x1fff; // RFC 791: the other bits of that field are flags

function maskedOf([field, mask]: Json[], packet: Packet, at: At): Value {
  if (typeof mask !== "number") return undefined;
  if (field?.payload?.field === "frag-off")
    return mask === FRAGMENT_OFFSET && packet.protocol === "ip" && !packet.isFragmented ? "0" : undefined;
  const value = field?.meta?.key === "mark" ? fieldOf(field, packet, at) : undefined;
  return typeof value === "string" ? String((Number(value) & mask) >>> 0) : undefined;
}

/** As nft names those that pings are sent with; RFC 2474, RFC 2597, RFC 3246. */
const dscpNames: Record<number, string> = { 0: "cs0", 18: "af21", 46: "ef" };

function metaOf(key: string, packet: Packet, at: At): Value {
  const { protocol } = packet;
  const bytes = lengthOf(packet);
  if (key === "iifname" || key === "iif") return at.iif ?? "";
  if (key === "oifname" || key === "oif") return at.oif ?? "";
  if (key === "protocol") return protocol;
  if (protocol === "arp") return key === "l4proto" || key === "nfproto" ? absent : undefined;
  if (key === "l4proto") return carriedBy(packet);
  if (key === "length") return bytes === undefined ? undefined : String(bytes);
  return key === "nfproto" ? (protocol === "ip6" ? "ipv6" : "ipv4") : undefined;
}
