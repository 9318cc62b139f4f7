import type { Dissected } from "./index.ts";
import { ipv4 } from "./ip.ts";
import { summary } from "./summary.ts";

export type Icmp = {
  type: number;
  code: number;
  /** In the words of tcpdump: "echo request", "host unreachable", "time exceeded" … */
  name: string;
  /** Of an echo request or reply. */
  id?: number;
  sequence?: number;
  /** Of an error: the packet that it is about, in one line. */
  about?: string;
};

// RFC 792; codes of "destination unreachable": RFC 1122, section 3.2.2.1, and RFC 1812, section 5.2.7.1
const TYPES: Record<number, string> = {
  0: "echo reply",
  3: "unreachable",
  4: "source quench",
  5: "redirect",
  8: "echo request",
  11: "time exceeded",
  12: "parameter problem",
};
const UNREACHABLE: Record<number, string> = {
  0: "net unreachable",
  1: "host unreachable",
  2: "protocol unreachable",
  3: "port unreachable",
  4: "fragmentation needed",
  13: "administratively prohibited",
};
const ERRORS = [3, 4, 5, 11, 12];

export function icmp(bytes: Buffer, into: Dissected): void {
  const type = bytes.readUInt8(0);
  const code = bytes.readUInt8(1);
  const name = (type === 3 && UNREACHABLE[code]) || TYPES[type] || `type ${type}`;
  const isEcho = type === 0 || type === 8;
  const about = ERRORS.includes(type) ? quoted(bytes.subarray(8)) : undefined;
  into.icmp = {
    type,
    code,
    name,
    ...(isEcho && { id: bytes.readUInt16BE(4), sequence: bytes.readUInt16BE(6) }),
    ...(about && { about }),
  };
}

/** An error quotes the header and the first bytes of the packet that caused it. */
function quoted(bytes: Buffer): string | undefined {
  const inner: Dissected = { eth: { src: "", dst: "", type: 0x0800 } };
  try {
    ipv4(bytes, inner);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // eight bytes of the payload are enough for an error, not for every header
  }
  return inner.ip && summary(inner);
}
