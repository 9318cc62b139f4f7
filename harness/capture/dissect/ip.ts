// What both versions of IP have in common: a packet with something behind its header.

import { icmp } from "./icmp.ts";
import { icmp6 } from "./icmp6.ts";
import type { Dissected } from "./index.ts";
import { Malformed } from "./part.ts";
import { tcp } from "./tcp.ts";
import { udp } from "./udp.ts";

export type Ip = {
  version: 4 | 6;
  src: string;
  dst: string;
  /** IPv6 calls it hop limit. */
  ttl: number;
  /** What the fragments of one packet have in common: IPv4's identification; of IPv6 only fragments have one. */
  id?: number;
  /** What the packet carries: /etc/protocols. For IPv6, behind the extension headers. */
  protocol: number;
  /** The whole packet with its header, bytes; by what the header says. */
  length: number;
  /** Routers must not fragment it; only of IPv4. */
  dontFragment?: boolean;
  /** Where in the original packet this fragment's payload belongs, bytes; only of fragments. */
  fragmentOffset?: number;
  /** Whether more fragments follow; only of fragments. */
  moreFragments?: boolean;
};

export type IpPacket = {
  ip: Ip;
  /** What was captured of the payload; without the padding of a short Ethernet frame. */
  payload: Buffer;
  /** What the header says the payload's length is. */
  payloadLength: number;
};

export const ICMP = 1; // IANA's protocol numbers
export const TCP = 6;
export const UDP = 17;
export const ICMPV6 = 58;

export function ip(packet: IpPacket, frame: Dissected): void {
  const { ip, payload, payloadLength } = packet;
  frame.ip = ip;
  if (!ip.fragmentOffset) upper(packet, frame); // only the first fragment has the header of what the packet carries
  if (payload.length < payloadLength) {
    const captured = ip.length - payloadLength + payload.length;
    throw new Malformed(`IPv${ip.version} packet cut short: ${captured} of ${ip.length} bytes`);
  }
}

function upper({ ip, payload, payloadLength }: IpPacket, frame: Dissected): void {
  if (ip.protocol === TCP) tcp(payload, payloadLength, frame);
  else if (ip.protocol === UDP) udp(payload, payloadLength, frame);
  else if (ip.protocol === ICMP && ip.version === 4) icmp(payload, frame);
  else if (ip.protocol === ICMPV6 && ip.version === 6) icmp6(payload, frame);
}

/** The part of `Ip` that only fragments have. */
export const fragment = (offset: number, more: boolean): Pick<Ip, "fragmentOffset" | "moreFragments"> =>
  offset || more ? { fragmentOffset: offset, moreFragments: more } : {};
