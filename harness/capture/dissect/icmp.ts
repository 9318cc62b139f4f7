// RFC 792: ICMP. The codes of "unreachable" also come from RFC 1122, section 3.2.2.1, and RFC 1812, section 5.2.7.1.

import type { Dissected } from "./index.ts";
import { ICMP, ICMPV6, type IpPacket } from "./ip.ts";
import { ipv4 } from "./ipv4.ts";
import { Malformed, part } from "./part.ts";
import { briefly } from "./summary.ts";

export type Icmp = {
  type: number;
  code: number;
  /** In tcpdump's words: "echo request", "host unreachable", "time exceeded" … */
  name: string;
  /** Of echo requests and replies. */
  id?: number;
  sequence?: number;
  /** Of an error: the packet that it is about, in one line. */
  about?: string;
  /** Of "fragmentation needed": what may pass, bytes; RFC 1191, section 4. */
  mtu?: number;
};

export const ICMP_HEADER_BYTES = 8; // type, code, checksum, and 4 bytes whose meaning depends on the type
const ECHO = [8, 0];
export const ICMP_ERRORS = [3, 4, 5, 11, 12]; // they quote the packet that they are about
const NAMES: Record<number, string> = {
  0: "echo reply",
  3: "unreachable",
  4: "source quench",
  5: "redirect",
  8: "echo request",
  9: "router advertisement", // RFC 1256
  10: "router solicitation",
  11: "time exceeded",
  12: "parameter problem",
  13: "time stamp query",
  14: "time stamp reply",
};
const NAMES_BY_CODE: Record<string, string> = {
  "3/0": "net unreachable",
  "3/1": "host unreachable",
  "3/2": "protocol unreachable",
  "3/3": "port unreachable",
  "3/4": "fragmentation needed",
  "3/5": "source route failed",
  "3/6": "net unknown",
  "3/7": "host unknown",
  "3/9": "net prohibited",
  "3/10": "host prohibited",
  "3/11": "net unreachable for this type of service",
  "3/12": "host unreachable for this type of service",
  "3/13": "admin prohibited",
  "11/1": "reassembly time exceeded",
};

export function icmp(bytes: Buffer, frame: Dissected): void {
  const header = part(bytes, 0, ICMP_HEADER_BYTES, "ICMP header");
  const [type, code] = [header.readUInt8(0), header.readUInt8(1)];
  const name = NAMES_BY_CODE[`${type}/${code}`] ?? NAMES[type] ?? `type ${type}`;
  frame.icmp = { type, code, name, ...(ECHO.includes(type) && echo(header)) };
  const mtu = type === 3 && code === 4 ? header.readUInt16BE(6) : 0; // an old router leaves it 0
  if (mtu) frame.icmp.mtu = mtu;
  if (ICMP_ERRORS.includes(type)) frame.icmp.about = quoted(ipv4, bytes.subarray(ICMP_HEADER_BYTES), NAMES);
}

export const echo = (header: Buffer) => ({ id: header.readUInt16BE(4), sequence: header.readUInt16BE(6) });

/** An error quotes the IP header and at least 8 bytes behind it: enough for the ports, not for all of TCP's header. */
export function quoted(read: (bytes: Buffer) => IpPacket, bytes: Buffer, names: Record<number, string>): string {
  try {
    const { ip, payload } = read(bytes);
    if (ip.fragmentOffset) return briefly(ip, {}); // what it is about has no header of its own
    const [sport, dport] = payload.length >= 4 ? [payload.readUInt16BE(0), payload.readUInt16BE(2)] : [];
    const name = names[payload[0] ?? -1];
    const isEcho =
      [ICMP, ICMPV6].includes(ip.protocol) && payload.length >= ICMP_HEADER_BYTES && /^echo /.test(name ?? "");
    return briefly(ip, {
      ...(sport !== undefined && dport !== undefined && { sport, dport }),
      ...(isEcho && { name, sequence: echo(payload).sequence }),
    });
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new Malformed(`Quoted ${error.message}`);
  }
}
