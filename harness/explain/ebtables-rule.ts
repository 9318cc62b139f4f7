// One ebtables rule, as ebtables-nft-save prints it, for one packet. nft's JSON keeps most of its matches to itself.

import { type Answer, answer, isNamed } from "./answer.ts";
import type { Rule } from "./chains.ts";
import { among, iptablesRule, NUMBERS, portIn } from "./iptables-rule.ts";
import { type At, carriedBy, type Packet } from "./packet.ts";

export const ebtablesRule = (chain: string, spec: readonly string[]): Rule => iptablesRule(chain, spec, oneMatch);

const PROTOCOLS: Record<string, Packet["protocol"]> = { ipv4: "ip", "0x0800": "ip", arp: "arp", "0x0806": "arp" };
const OPERATIONS: Record<string, Packet["type"]> = { "1": "request", request: "request", "2": "reply", reply: "reply" };

/** ebtables(8). The options of ARP and IPv4 come after `-p`, and so are asked of such packets only. */
function oneMatch(option: string, value: string, packet: Packet, at: At): Answer {
  const word = value.toLowerCase();
  switch (option) {
    case "-p":
      if (word === "ipv6" || word === "0x86dd") return "no";
      return PROTOCOLS[word] ? answer(PROTOCOLS[word] === packet.protocol) : "unknown";
    case "-i":
      return answer(isNamed(at.iif ?? "", value));
    case "-o":
      return answer(isNamed(at.oif ?? "", value));
    case "-s":
      return isMac(packet.srcMac, word);
    case "-d":
      return isMac(packet.dstMac, word);
    case "--ip-src":
    case "--arp-ip-src":
      return among(packet.src, value);
    case "--ip-dst":
    case "--arp-ip-dst":
      return among(packet.dst, value);
    case "--ip-proto":
      return answer(packet.protocol === "ip" && [carriedBy(packet), NUMBERS[carriedBy(packet)]].includes(word));
    case "--ip-dport":
    case "--ip-destination-port":
    case "--ip-sport":
    case "--ip-source-port":
      return portIn(option.replace("--ip-", "--"), value, packet);
    case "--arp-op":
      return OPERATIONS[word] ? answer(OPERATIONS[word] === packet.type) : "unknown";
    default:
      return "unknown";
  }
}

const isMac = (own: string | undefined, asked: string): Answer =>
  own === undefined || !/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(asked) ? "unknown" : answer(own === asked);
