// RFC 8200, section 3: the IPv6 header; section 4: the extension headers between it and the payload.

import { address } from "../../kernel/inet.ts";
import { fragment, type Ip, type IpPacket } from "./ip.ts";
import { Malformed, part } from "./part.ts";

const HEADER_BYTES = 40;
const FRAGMENT = 44; // section 4.5: 8 bytes
const AUTHENTICATION = 51; // RFC 4302, section 2.2: its length counts units of 4 bytes, less 2
const OPTIONS_AND_ROUTING = [0, 43, 60]; // hop-by-hop, routing, destination: the length counts units of 8 bytes, less 1

/** `flow`: the flow label; `fragmentId`: what the fragments of one packet have in common. */
export type Ipv6Packet = IpPacket & { flow: number; fragmentId?: number };

export function ipv6(bytes: Buffer): Ipv6Packet {
  const header = part(bytes, 0, HEADER_BYTES, "IPv6 header");
  const version = header.readUInt8(0) >> 4;
  const length = HEADER_BYTES + header.readUInt16BE(4);
  if (version !== 6) throw new Malformed(`IPv6 header says version ${version}`);
  const upper = behindExtensions(bytes.subarray(0, length), header.readUInt8(6));
  const { offset = 0, more = false } = upper.fragment ?? {};
  const ip: Ip = {
    version,
    src: address(header.subarray(8, 24)),
    dst: address(header.subarray(24, 40)),
    ttl: header.readUInt8(7),
    protocol: upper.protocol,
    length,
    ...(upper.fragment && { id: upper.fragment.id }),
    ...fragment(offset, more),
  };
  return {
    ip,
    payload: bytes.subarray(upper.at, length),
    payloadLength: length - upper.at,
    flow: header.readUInt32BE(0) & 0xfffff,
    ...(upper.fragment && { fragmentId: upper.fragment.id }),
  };
}

type Upper = { protocol: number; at: number; fragment?: { offset: number; more: boolean; id: number } };

/** Goes from header to header: each begins with the number of the next one and its own length. */
function behindExtensions(packet: Buffer, first: number): Upper {
  const upper: Upper = { protocol: first, at: HEADER_BYTES };
  while ([...OPTIONS_AND_ROUTING, FRAGMENT, AUTHENTICATION].includes(upper.protocol)) {
    const header = part(packet, upper.at, 8, "IPv6 extension header");
    const length = lengthOf(upper.protocol, header.readUInt8(1));
    part(packet, upper.at, length, "IPv6 extension header");
    if (upper.protocol === FRAGMENT) {
      const word = header.readUInt16BE(2); // 13 bits of offset in units of 8 bytes, 2 reserved, 1 "more fragments"
      upper.fragment = { offset: word & 0xfff8, more: (word & 1) !== 0, id: header.readUInt32BE(4) };
    }
    upper.protocol = header.readUInt8(0);
    upper.at += length;
    if (upper.fragment?.offset) break; // what follows is the middle of something
  }
  return upper;
}

function lengthOf(header: number, length: number): number {
  if (header === FRAGMENT) return 8;
  return header === AUTHENTICATION ? (length + 2) * 4 : (length + 1) * 8;
}
