import type { Dissected } from "./index.ts";

/** The frame in one line, in tcpdump's words. */
export function summary(frame: Dissected): string {
  const line = upper(frame);
  return frame.malformed ? `${line} (${frame.malformed})` : line;
}

function upper({ eth, arp, ip, icmp, icmp6, udp, tcp, vxlan, dns }: Dissected): string {
  if (arp?.op === "request") return `ARP request: who has ${arp.targetIp}? tell ${arp.senderIp}`;
  if (arp) return `ARP reply: ${arp.senderIp} is at ${arp.senderMac}`;
  if (vxlan) return `VXLAN ${vxlan.vni}, ${ip?.src} → ${ip?.dst}: ${summary(vxlan.inner)}`;
  if (dns)
    return `DNS ${dns.kind} ${(dns.kind === "query" || !dns.answers.length ? dns.questions : dns.answers).join(", ")}${dns.rcode ? ` ${dns.rcode}` : ""}`;
  if (!ip) return `EtherType 0x${eth.type.toString(16).padStart(4, "0")} ${eth.src} → ${eth.dst}`;
  const ends = `${ip.src} → ${ip.dst}`;
  if (icmp?.about) return `ICMP ${icmp.name}, ${ends}, about: ${icmp.about}`;
  if (icmp) return `ICMP ${icmp.name} ${ends}${icmp.sequence === undefined ? "" : `, seq ${icmp.sequence}`}`;
  if (icmp6?.name === "neighbor solicitation")
    return `ICMPv6 neighbor solicitation: who has ${icmp6.target}? tell ${ip.src}`;
  if (icmp6?.name === "neighbor advertisement")
    return `ICMPv6 neighbor advertisement: ${icmp6.target} is at ${icmp6.linkLayer ?? eth.src}`;
  if (icmp6) return `ICMPv6 ${icmp6.name} ${ends}${icmp6.sequence === undefined ? "" : `, seq ${icmp6.sequence}`}`;
  const ports = udp ?? tcp;
  if (!ports)
    return `IP protocol ${ip.protocol} ${ends}${ip.fragmentOffset ? `, fragment at ${ip.fragmentOffset}` : ""}`;
  const from = ip.version === 6 ? `[${ip.src}]` : ip.src;
  const to = ip.version === 6 ? `[${ip.dst}]` : ip.dst;
  const what = tcp ? `[${tcp.flags.join(", ")}]` : `${ports.length} bytes`;
  return `${tcp ? "TCP" : "UDP"} ${from}:${ports.sport} → ${to}:${ports.dport} ${what}`;
}
