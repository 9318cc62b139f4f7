import type { Dissected } from "./index.ts";

/**
 * What stays the same while a packet crosses cables, bridges and routers, and while NAT rewrites its addresses and
 * ports: so no MAC address, TTL, checksum, address or port. Two packets share a key where a sender repeats itself to
 * the letter: an ARP request sent again, a TCP segment sent again with the same identification; and where two senders
 * happen to choose the same identification for the same bytes.
 */
export function packetKey({ arp, ip, icmp, icmp6, udp, tcp }: Dissected, bytes: Uint8Array): string {
  if (arp) return `arp ${Object.values(arp).join(" ")}`;
  if (!ip) return `frame ${Buffer.from(bytes.subarray(14)).toString("hex")}`;
  const fragment = `${ip.fragmentOffset ?? 0}${ip.moreFragments ? "+" : ""}`;
  const packet = `ip${ip.version} ${ip.protocol} ${ip.id ?? ""} ${ip.length} ${fragment}`;
  const upper = icmp ?? icmp6;
  // an echo's id is for NAT what a port is
  if (upper)
    return `${packet} icmp ${upper.type} ${upper.code} ${upper.sequence ?? ""} ${dataOf(bytes, ip.version === 4 && upper.type === 8 ? 42 : 54)}`;
  if (tcp) return `${packet} tcp ${tcp.seq} ${tcp.ack} ${tcp.flags}`;
  if (udp) return `${packet} udp ${udp.length} ${ip.version === 6 ? dataOf(bytes, 62) : ""}`;
  return packet;
}

const dataOf = (bytes: Uint8Array, at: number): string => Buffer.from(bytes.subarray(at)).toString("hex");
