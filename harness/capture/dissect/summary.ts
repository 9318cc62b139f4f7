// A frame in one line, in tcpdump's words.

import type { Arp } from "./arp.ts";
import type { Dns } from "./dns.ts";
import type { Icmp6 } from "./icmp6.ts";
import type { Dissected } from "./index.ts";
import type { Ip } from "./ip.ts";

export function summary(frame: Dissected): string {
  const line = [told(frame), frame.ip?.moreFragments && !frame.ip.fragmentOffset && "first fragment"];
  return line.filter(Boolean).join(", ") + (frame.malformed ? ` (${frame.malformed})` : "");
}

function told({ eth, arp, ip, icmp, icmp6, udp, tcp, vxlan, dns }: Dissected): string {
  if (arp) return ofArp(arp);
  if (vxlan) return `VXLAN ${vxlan.vni}: ${summary(vxlan.inner)}`;
  if (dns) return ofDns(dns);
  if (!ip) return `${eth.type < SMALLEST_TYPE ? "802.3 frame" : `EtherType ${hex(eth.type)}`} ${eth.src} → ${eth.dst}`;
  if (icmp) return briefly(ip, icmp) + ofError(icmp);
  if (icmp6) return ofIcmp6(icmp6, ip);
  if (tcp) return `${briefly(ip, tcp)} [${tcp.flags.join(", ") || "no flags"}]${lengthOf(tcp)}`;
  if (udp) return briefly(ip, udp) + lengthOf(udp);
  return briefly(ip, {}) + (ip.fragmentOffset ? `, fragment at ${ip.fragmentOffset}` : "");
}

const SMALLEST_TYPE = 0x0600; // IEEE 802.3, section 3.2.6: smaller numbers are lengths

const hex = (type: number): string => `0x${type.toString(16).padStart(4, "0")}`;

const lengthOf = ({ length }: { length: number }): string => (length ? `, length ${length}` : "");

const ofArp = ({ op, targetIp, senderIp, senderMac }: Arp): string =>
  op === "request" ? `ARP request: who has ${targetIp}? tell ${senderIp}` : `ARP reply: ${senderIp} is at ${senderMac}`;

function ofDns({ kind, questions, answers, rcode }: Dns): string {
  const records = answers.length ? answers : questions;
  return [`DNS ${kind}`, records.join(", "), rcode].filter(Boolean).join(" ");
}

const ofError = ({ about, mtu }: { about?: string; mtu?: number }): string =>
  (mtu === undefined ? "" : `, MTU ${mtu}`) + (about ? `, about ${about}` : "");

function ofIcmp6(message: Icmp6, ip: Ip): string {
  const { name, target, linkLayer } = message;
  if (!target) return briefly(ip, message) + ofError(message);
  if (name === "neighbor solicitation") return `ICMPv6 ${name}: who has ${target}?`;
  return `ICMPv6 ${name}: ${target}${linkLayer ? ` is at ${linkLayer}` : ""}`;
}

const PROTOCOLS: Record<number, string> = {
  1: "ICMP",
  2: "IGMP",
  6: "TCP",
  17: "UDP",
  47: "GRE",
  50: "ESP",
  51: "AH",
  58: "ICMPv6",
  132: "SCTP",
};

type Upper = { name?: string; sequence?: number; sport?: number; dport?: number };

/** "TCP 192.0.2.1:40312 → 192.0.2.2:80", "ICMP echo request 192.0.2.1 → 192.0.2.2, seq 1". */
export function briefly(ip: Ip, { name, sequence, sport, dport }: Upper): string {
  const hasPorts = ip.protocol === 6 || ip.protocol === 17;
  const end = (address: string, port?: number) => {
    if (!hasPorts || port === undefined) return address;
    return ip.version === 6 ? `[${address}]:${port}` : `${address}:${port}`; // RFC 5952, section 6
  };
  const what = [PROTOCOLS[ip.protocol] ?? `IP protocol ${ip.protocol}`, name].filter(Boolean).join(" ");
  return `${what} ${end(ip.src, sport)} → ${end(ip.dst, dport)}${sequence === undefined ? "" : `, seq ${sequence}`}`;
}
