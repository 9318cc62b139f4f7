import { address } from "../../kernel/inet.ts";
import { need } from "./ethernet.ts";
import { icmp } from "./icmp.ts";
import { icmp6 } from "./icmp6.ts";
import type { Dissected } from "./index.ts";
import { tcp } from "./tcp.ts";
import { udp } from "./udp.ts";

export type Ip = {
  version: 4 | 6;
  src: string;
  dst: string;
  /** IPv6 calls it hop limit. */
  ttl: number;
  /** The identification of an IPv4 packet, or of a fragmented IPv6 one. */
  id?: number;
  /** The protocol above; /etc/protocols. */
  protocol: number;
  /** The whole packet, bytes, its header included. */
  length: number;
  /** Bytes; of a fragment only. */
  fragmentOffset?: number;
  moreFragments?: boolean;
};

export const IPPROTO_ICMP = 1;
export const IPPROTO_TCP = 6;
export const IPPROTO_UDP = 17;
export const IPPROTO_ICMPV6 = 58;
const FRAGMENT_HEADER = 44; // RFC 8200, section 4.5
/** Hop-by-hop options, routing, destination options: a next header, a length in 8 bytes beyond the first 8. RFC 8200, section 4. */
const EXTENSION_HEADERS = [0, 43, 60];

/** RFC 791. */
export function ipv4(bytes: Buffer, into: Dissected): void {
  const headerBytes = (bytes.readUInt8(0) & 0xf) * 4;
  const fragment = bytes.readUInt16BE(6);
  const ip: Ip = {
    version: 4,
    src: address(need(bytes, 12, 4)),
    dst: address(need(bytes, 16, 4)),
    ttl: bytes.readUInt8(8),
    id: bytes.readUInt16BE(4),
    protocol: bytes.readUInt8(9),
    length: bytes.readUInt16BE(2),
    ...fragmentOf((fragment & 0x1fff) * 8, (fragment & 0x2000) !== 0),
  };
  into.ip = ip;
  if (bytes.readUInt8(0) >> 4 !== 4 || headerBytes < 20 || ip.length < headerBytes)
    into.malformed = "not an IPv4 header";
  else above(ip, bytes.subarray(headerBytes, ip.length), into); // what is behind `length` is Ethernet's padding
}

/** RFC 8200. */
export function ipv6(bytes: Buffer, into: Dissected): void {
  const HEADER_BYTES = 40;
  const ip: Ip = {
    version: 6,
    src: address(need(bytes, 8, 16)),
    dst: address(need(bytes, 24, 16)),
    ttl: bytes.readUInt8(7),
    protocol: bytes.readUInt8(6),
    length: HEADER_BYTES + bytes.readUInt16BE(4),
  };
  into.ip = ip;
  if (bytes.readUInt8(0) >> 4 !== 6) {
    into.malformed = "not an IPv6 header";
    return;
  }
  let rest = bytes.subarray(HEADER_BYTES, ip.length);
  while (EXTENSION_HEADERS.includes(ip.protocol) || ip.protocol === FRAGMENT_HEADER) {
    const isFragment = ip.protocol === FRAGMENT_HEADER;
    ip.protocol = rest.readUInt8(0);
    if (isFragment) {
      const fragment = rest.readUInt16BE(2);
      Object.assign(ip, { id: rest.readUInt32BE(4) }, fragmentOf(fragment & 0xfff8, (fragment & 1) !== 0));
    }
    rest = rest.subarray(isFragment ? 8 : (rest.readUInt8(1) + 1) * 8);
  }
  above(ip, rest, into);
}

const fragmentOf = (offset: number, more: boolean) =>
  offset || more ? { fragmentOffset: offset, moreFragments: more } : {};

/** Only a packet's first fragment has the header of the protocol above. */
function above(ip: Ip, payload: Buffer, into: Dissected): void {
  if (ip.fragmentOffset) return;
  if (ip.protocol === IPPROTO_ICMP && ip.version === 4) icmp(payload, into);
  else if (ip.protocol === IPPROTO_ICMPV6 && ip.version === 6) icmp6(payload, into);
  else if (ip.protocol === IPPROTO_UDP) udp(payload, into);
  else if (ip.protocol === IPPROTO_TCP) tcp(payload, into);
}
