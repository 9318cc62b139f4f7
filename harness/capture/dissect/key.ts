// Which frames are one packet on its way: what forwarding and NAT leave as it is.

import { ARP_BYTES } from "./arp.ts";
import { ETH_P_ARP, ETH_P_IP, ETH_P_IPV6, ethernetHeader } from "./ethernet.ts";
import { ICMP_ERRORS, ICMP_HEADER_BYTES } from "./icmp.ts";
import type { Dissected } from "./index.ts";
import { ICMP, ICMPV6, type IpPacket, TCP, UDP } from "./ip.ts";
import { ipv4 } from "./ipv4.ts";
import { ipv6 } from "./ipv6.ts";
import { Malformed } from "./part.ts";
import { TCP_HEADER_BYTES, tcpHeaderBytes } from "./tcp.ts";
import { UDP_HEADER_BYTES } from "./udp.ts";

/**
 * The same for a packet at every interface that it passes, over cables, bridges and routers, and also when NAT rewrites
 * it: no MAC address, VLAN tag, TTL, address, port, ICMP identifier or checksum goes in.
 *
 * Two packets share a key where nothing else tells them apart:
 * - one that a sender repeats to the letter: an ARP request, a router solicitation; a TCP segment or a datagram sent
 *   again with the same identification (Linux gives 0 to a SYN-ACK and a RST);
 * - IPv4 packets of two senders who chose the same identification for the same bytes; over IPv6, which has none, the
 *   same bytes with the same flow label.
 * A packet that is segmented, merged, fragmented or reassembled on its way gets new keys: those are new packets.
 */
export function packetKey(frame: Dissected, bytes: Uint8Array): string {
  try {
    const { eth, payload } = ethernetHeader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (eth.type === ETH_P_ARP && frame.arp) return `arp ${frame.arp.op} ${hash(payload.subarray(0, ARP_BYTES))}`;
    if (eth.type === ETH_P_IP) return ipv4Key(payload);
    if (eth.type === ETH_P_IPV6) return ipv6Key(payload);
    return `type ${eth.type} ${hash(payload)}`;
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return `malformed ${hash(bytes)}`;
  }
}

const hash = (bytes: Uint8Array): string => Bun.hash(bytes).toString(36);

function ipv4Key(bytes: Buffer): string {
  const packet = ipv4(bytes);
  return `ipv4 ${packet.ip.id} ${upperKey(packet, bytes)}`;
}

function ipv6Key(bytes: Buffer): string {
  const packet = ipv6(bytes);
  return `ipv6 ${packet.flow} ${packet.fragmentId ?? ""} ${upperKey(packet, bytes)}`;
}

function upperKey({ ip, payload }: IpPacket, bytes: Buffer): string {
  const { fragmentOffset = 0, moreFragments = false } = ip;
  const common = `${ip.protocol} ${ip.length} ${fragmentOffset}${moreFragments ? "+" : ""}`;
  return `${common} ${fragmentOffset ? hash(payload) : contentKey(ip.protocol, payload, bytes)}`;
}

/** Of UDP, TCP and ICMP: what NAT leaves. Other protocols have no header that Linux rewrites in these labs. */
function contentKey(protocol: number, payload: Buffer, packet: Buffer): string {
  if (protocol === UDP) return hash(payload.subarray(UDP_HEADER_BYTES));
  if (protocol === TCP) return tcpKey(payload);
  if (protocol === ICMP && payload.length >= ICMP_HEADER_BYTES) return icmpKey(payload);
  if (protocol === ICMPV6 && payload.length >= ICMP_HEADER_BYTES) return icmp6Key(payload, packet);
  return hash(payload);
}

function tcpKey(segment: Buffer): string {
  if (segment.length < TCP_HEADER_BYTES) return hash(segment.subarray(4, 8)); // an error quotes as much: the sequence number
  const [sequence, acknowledged, flags] = [segment.readUInt32BE(4), segment.readUInt32BE(8), segment.readUInt8(13)];
  return `${sequence} ${acknowledged} ${flags} ${hash(segment.subarray(tcpHeaderBytes(segment)))}`;
}

const ICMP_ROUTER_MESSAGES = [9, 10];
const ICMPV6_FIRST_QUERY = 128; // smaller types are errors: RFC 4443, section 2.1
const ICMPV6_ECHO = [128, 129];

function icmpKey(message: Buffer): string {
  const type = message.readUInt8(0);
  if (ICMP_ERRORS.includes(type)) return errorKey(message, ipv4Key);
  return ICMP_ROUTER_MESSAGES.includes(type) ? messageKey(message) : queryKey(message);
}

function icmp6Key(message: Buffer, packet: Buffer): string {
  const type = message.readUInt8(0);
  if (type < ICMPV6_FIRST_QUERY) return errorKey(message, ipv6Key);
  if (ICMPV6_ECHO.includes(type)) return queryKey(message);
  // neighbours, routers and multicast listeners: never routed, never translated, so here the addresses may tell senders apart
  return `${messageKey(message)} ${hash(packet.subarray(8, 40))}`;
}

const typeAndCode = (message: Buffer): string => `${message.readUInt8(0)}/${message.readUInt8(1)}`;

/** Without the checksum. */
const messageKey = (message: Buffer): string => `${typeAndCode(message)} ${hash(message.subarray(4))}`;

/** Without the identifier, which is to NAT what a port is. */
const queryKey = (message: Buffer): string => `${typeAndCode(message)} ${hash(message.subarray(6))}`;

/** NAT rewrites the quoted packet as well. */
function errorKey(message: Buffer, quotedKey: (packet: Buffer) => string): string {
  const start = `${typeAndCode(message)} ${hash(message.subarray(4, ICMP_HEADER_BYTES))}`;
  return `${start} about ${quotedKey(message.subarray(ICMP_HEADER_BYTES))}`;
}
