import type { Dissected } from "./index.ts";

export type Tcp = {
  sport: number;
  dport: number;
  flags: string[];
  seq: number;
  ack: number;
  /** Bytes of the payload. */
  length: number;
};

const FLAGS = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"]; // RFC 9293, section 3.1, from the lowest bit

export function tcp(bytes: Buffer, into: Dissected): void {
  const bits = bytes.readUInt8(13);
  into.tcp = {
    sport: bytes.readUInt16BE(0),
    dport: bytes.readUInt16BE(2),
    seq: bytes.readUInt32BE(4),
    ack: bytes.readUInt32BE(8),
    flags: FLAGS.filter((_, bit) => bits & (1 << bit)),
    length: Math.max(0, segmentBytes(into, bytes) - (bytes.readUInt8(12) >> 4) * 4),
  };
}

/** Of the whole segment, by the IP header: the capture may have cut it short. */
function segmentBytes({ ip }: Dissected, bytes: Buffer): number {
  const cut = ip && ip.version === 4 ? ip.length - 20 : undefined;
  return Math.max(cut ?? 0, bytes.length);
}
