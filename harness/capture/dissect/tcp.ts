// RFC 9293, section 3.1: the TCP header.

import type { Dissected } from "./index.ts";
import { Malformed, part } from "./part.ts";

export type Tcp = {
  sport: number;
  dport: number;
  /** "SYN", "ACK" … */
  flags: string[];
  seq: number;
  ack: number;
  /** Of the payload, bytes. */
  length: number;
};

export const TCP_HEADER_BYTES = 20; // without options
const FLAGS = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"]; // from the lowest bit

/** `length`: of the segment, by what IP says; its capture may be shorter. */
export function tcp(bytes: Buffer, length: number, frame: Dissected): void {
  const header = part(bytes, 0, TCP_HEADER_BYTES, "TCP header");
  const headerBytes = tcpHeaderBytes(header);
  if (headerBytes < TCP_HEADER_BYTES) throw new Malformed(`TCP header says that it has ${headerBytes} bytes`);
  if (headerBytes > length) throw new Malformed(`TCP segment of ${length} bytes is shorter than its header`);
  const bits = header.readUInt8(13);
  frame.tcp = {
    sport: header.readUInt16BE(0),
    dport: header.readUInt16BE(2),
    flags: FLAGS.filter((_, bit) => bits & (1 << bit)),
    seq: header.readUInt32BE(4),
    ack: header.readUInt32BE(8),
    length: length - headerBytes,
  };
}

/** With options; the upper half of a byte counts units of 4 bytes. */
export const tcpHeaderBytes = (header: Buffer): number => (header.readUInt8(12) >> 4) * 4;
