// Frames of every protocol that is dissected, in addresses for documentation (RFC 5737, RFC 3849, RFC 7042).

import { addressBytes } from "../../harness/kernel/inet.ts";

export const one = "00:00:5e:00:53:01";
export const two = "00:00:5e:00:53:02";
const everyone = "ff:ff:ff:ff:ff:ff";

export const macBytes = (mac: string): Buffer => Buffer.from(mac.replaceAll(":", ""), "hex");
export const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
export const u32 = (value: number): Buffer => Buffer.concat([u16(value >>> 16), u16(value & 0xffff)]);
const bytes = (...parts: (Buffer | string | number)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === "number" ? Buffer.from([part]) : Buffer.from(part as string))));

export const eth = (type: number, payload: Buffer, dst = two, src = one): Buffer =>
  bytes(macBytes(dst), macBytes(src), u16(type), payload);

/** RFC 1071; without it tshark would still read the packet, but a reader may doubt it. */
function checksum(of: Buffer): number {
  let sum = 0;
  for (let at = 0; at < of.length; at += 2) sum += (of[at]! << 8) | (of[at + 1] ?? 0);
  while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
  return ~sum & 0xffff;
}

type V4 = { src?: string; dst?: string; ttl?: number; id?: number; fragment?: number; options?: Buffer };
export function v4(protocol: number, payload: Buffer, packet: V4 = {}): Buffer {
  const { src = "192.0.2.1", dst = "192.0.2.2", ttl = 64, id = 7, fragment = 0, options = Buffer.alloc(0) } = packet;
  const length = 20 + options.length + payload.length;
  const start = bytes(0x45 + options.length / 4, 0, u16(length), u16(id), u16(fragment), ttl, protocol);
  const ends = bytes(addressBytes(src), addressBytes(dst), options);
  return bytes(start, u16(checksum(bytes(start, u16(0), ends))), ends, payload);
}

type V6 = { src?: string; dst?: string; ttl?: number };
export function v6(next: number, payload: Buffer, { src = "2001:db8::1", dst = "2001:db8::2", ttl = 64 }: V6 = {}) {
  return bytes(u32(0x60012345), u16(payload.length), next, ttl, addressBytes(src), addressBytes(dst), payload);
}

export const udp = (sport: number, dport: number, payload: Buffer): Buffer =>
  bytes(u16(sport), u16(dport), u16(8 + payload.length), u16(0), payload);
export const tcp = (sport: number, dport: number, flags: number, payload = "", options = Buffer.alloc(0)): Buffer =>
  bytes(
    u16(sport),
    u16(dport),
    u32(1000),
    u32(2000),
    (5 + options.length / 4) << 4,
    flags,
    u16(512),
    u32(0),
    options,
    payload,
  );
export function icmp(type: number, code: number, rest: Buffer, data: Buffer | string = ""): Buffer {
  const sum = checksum(bytes(type, code, u16(0), rest, data));
  return bytes(type, code, u16(sum), rest, data);
}
export const echo = (type: number, id = 77, sequence = 1, data = "abcdefgh"): Buffer =>
  icmp(type, 0, bytes(u16(id), u16(sequence)), data);
export const arp = (op: number, senderMac = one, targetMac = "00:00:00:00:00:00"): Buffer =>
  bytes(
    Buffer.from("000108000604", "hex"),
    u16(op),
    macBytes(senderMac),
    addressBytes("192.0.2.1"),
    macBytes(targetMac),
    addressBytes("192.0.2.2"),
  );

const example = "\x07example\x03com\0";
export const query = bytes(u16(0x1234), u16(0x0100), u16(1), u16(0), u16(0), u16(0), example, u16(1), u16(1));
const record = (type: number, data: Buffer): Buffer =>
  bytes(u16(0xc00c), u16(type), u16(1), u32(60), u16(data.length), data);
export const response = bytes(
  ...[u16(0x1234), u16(0x8180), u16(1), u16(3), u16(0), u16(0), example, u16(1), u16(1)],
  ...[record(5, bytes("\x03www", u16(0xc00c))), record(1, addressBytes("192.0.2.80"))],
  record(28, addressBytes("2001:db8::80")),
);
const noSuchName = bytes(u16(0x1234), u16(0x8183), query.subarray(4));

export const request = eth(0x0806, arp(1), everyone);
const vxlan = (vni: number, frame: Buffer): Buffer => bytes(8, 0, 0, 0, u32(vni * 256), frame);
const solicitation = icmp(135, 0, u32(0), bytes(addressBytes("fe80::2"), 1, 1, macBytes(one)));
const advertisement = icmp(136, 0, u32(0x60000000), bytes(addressBytes("fe80::2"), 2, 1, macBytes(two)));
const local = { src: "fe80::1", dst: "fe80::2", ttl: 255 };

/** Each frame, its bytes, and its summary. */
export const frames: Record<string, [Buffer, string]> = {
  "ARP request": [request, "ARP request: who has 192.0.2.2? tell 192.0.2.1"],
  "ARP reply, padded": [eth(0x0806, bytes(arp(2, one, two), Buffer.alloc(18))), `ARP reply: 192.0.2.1 is at ${one}`],
  "echo request": [eth(0x0800, v4(1, echo(8))), "ICMP echo request 192.0.2.1 → 192.0.2.2, seq 1"],
  "echo reply": [eth(0x0800, v4(1, echo(0))), "ICMP echo reply 192.0.2.1 → 192.0.2.2, seq 1"],
  "VLAN tag": [
    eth(0x8100, bytes(u16(42), u16(0x0800), v4(1, echo(8)))),
    "ICMP echo request 192.0.2.1 → 192.0.2.2, seq 1",
  ],
  "IPv4 options": [
    eth(0x0800, v4(17, udp(5000, 6000, Buffer.from("hello")), { options: Buffer.alloc(8, 1) })),
    "UDP 192.0.2.1:5000 → 192.0.2.2:6000, length 5",
  ],
  "host unreachable": [
    eth(0x0800, v4(1, icmp(3, 1, u32(0), v4(1, echo(8))))),
    "ICMP host unreachable 192.0.2.1 → 192.0.2.2, about ICMP echo request 192.0.2.1 → 192.0.2.2, seq 1",
  ],
  "time exceeded": [
    eth(0x0800, v4(1, icmp(11, 0, u32(0), v4(6, tcp(40312, 80, 2)).subarray(0, 28)))),
    "ICMP time exceeded 192.0.2.1 → 192.0.2.2, about TCP 192.0.2.1:40312 → 192.0.2.2:80",
  ],
  SYN: [
    eth(0x0800, v4(6, tcp(40312, 80, 0x02, "", Buffer.from([2, 4, 5, 180])))),
    "TCP 192.0.2.1:40312 → 192.0.2.2:80 [SYN]",
  ],
  "TCP data": [
    eth(0x0800, v4(6, tcp(40312, 80, 0x18, "hello"))),
    "TCP 192.0.2.1:40312 → 192.0.2.2:80 [PSH, ACK], length 5",
  ],
  "TCP over IPv6": [
    eth(0x86dd, v6(0, bytes(6, 0, 1, 4, 0, 0, 0, 0, tcp(40312, 80, 0x12)))),
    "TCP [2001:db8::1]:40312 → [2001:db8::2]:80 [SYN, ACK]",
  ],
  "later fragment": [
    eth(0x0800, v4(17, Buffer.alloc(16, 1), { fragment: 185 })),
    "UDP 192.0.2.1 → 192.0.2.2, fragment at 1480",
  ],
  "IPv6 fragment": [
    eth(0x86dd, v6(44, bytes(17, 0, u16(1480), u32(9), Buffer.alloc(16, 1)))),
    "UDP 2001:db8::1 → 2001:db8::2, fragment at 1480",
  ],
  "DNS query": [eth(0x0800, v4(17, udp(5000, 53, query))), "DNS query example.com A"],
  "DNS response": [
    eth(0x0800, v4(17, udp(53, 5000, response))),
    "DNS response example.com CNAME www.example.com, example.com A 192.0.2.80, example.com AAAA 2001:db8::80",
  ],
  NXDOMAIN: [eth(0x0800, v4(17, udp(53, 5000, noSuchName))), "DNS response example.com A NXDOMAIN"],
  VXLAN: [
    eth(0x0800, v4(17, udp(50000, 4789, vxlan(42, request)))),
    "VXLAN 42: ARP request: who has 192.0.2.2? tell 192.0.2.1",
  ],
  "echo request over IPv6": [eth(0x86dd, v6(58, echo(128))), "ICMPv6 echo request 2001:db8::1 → 2001:db8::2, seq 1"],
  "neighbor solicitation": [eth(0x86dd, v6(58, solicitation, local)), "ICMPv6 neighbor solicitation: who has fe80::2?"],
  "neighbor advertisement": [
    eth(0x86dd, v6(58, advertisement, local)),
    `ICMPv6 neighbor advertisement: fe80::2 is at ${two}`,
  ],
};
