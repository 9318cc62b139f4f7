// RFC 791, section 3.1: the IPv4 header.

import { address } from "../../kernel/inet.ts";
import { fragment, type Ip, type IpPacket } from "./ip.ts";
import { Malformed, part } from "./part.ts";

const HEADER_BYTES = 20; // without options
const DONT_FRAGMENT = 0x4000;
const MORE_FRAGMENTS = 0x2000; // of the 16 bits: 3 flags, 13 bits of offset in units of 8 bytes
const OFFSET = 0x1fff;

export function ipv4(bytes: Buffer): IpPacket {
  const header = part(bytes, 0, HEADER_BYTES, "IPv4 header");
  const version = header.readUInt8(0) >> 4;
  const headerBytes = (header.readUInt8(0) & 0xf) * 4; // with options
  const length = header.readUInt16BE(2);
  if (version !== 4) throw new Malformed(`IPv4 header says version ${version}`);
  if (headerBytes < HEADER_BYTES) throw new Malformed(`IPv4 header says that it has ${headerBytes} bytes`);
  if (length < headerBytes) throw new Malformed(`IPv4 packet of ${length} bytes is shorter than its header`);
  part(bytes, 0, headerBytes, "IPv4 options");
  const flagsAndOffset = header.readUInt16BE(6);
  const ip: Ip = {
    version,
    src: address(header.subarray(12, 16)),
    dst: address(header.subarray(16, 20)),
    ttl: header.readUInt8(8),
    id: header.readUInt16BE(4),
    protocol: header.readUInt8(9),
    length,
    ...(flagsAndOffset & DONT_FRAGMENT && { dontFragment: true }),
    ...fragment((flagsAndOffset & OFFSET) * 8, (flagsAndOffset & MORE_FRAGMENTS) !== 0),
  };
  return { ip, payload: bytes.subarray(headerBytes, length), payloadLength: length - headerBytes };
}
