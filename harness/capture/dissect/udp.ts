// RFC 768: the UDP header.

import { dns } from "./dns.ts";
import type { Dissected } from "./index.ts";
import { Malformed, part } from "./part.ts";
import { vxlan } from "./vxlan.ts";

/** `length`: of the payload, bytes. */
export type Udp = { sport: number; dport: number; length: number };

export const UDP_HEADER_BYTES = 8;
const VXLAN_PORTS = [4789, 8472]; // IANA's, and what Linux took before there was one
const DNS_PORT = 53;

/** `available`: what IP says that it carries. */
export function udp(bytes: Buffer, available: number, frame: Dissected): void {
  const header = part(bytes, 0, UDP_HEADER_BYTES, "UDP header");
  const [sport, dport, length] = [header.readUInt16BE(0), header.readUInt16BE(2), header.readUInt16BE(4)];
  if (length < UDP_HEADER_BYTES) throw new Malformed(`UDP header says that the datagram has ${length} bytes`);
  frame.udp = { sport, dport, length: length - UDP_HEADER_BYTES };
  if (frame.ip?.moreFragments) return; // the rest of the datagram is in the other fragments
  if (length > available) throw new Malformed(`UDP datagram of ${length} bytes in ${available} bytes of IP payload`);
  const payload = bytes.subarray(UDP_HEADER_BYTES, length);
  if (VXLAN_PORTS.includes(dport)) vxlan(payload, frame);
  else if (sport === DNS_PORT || dport === DNS_PORT) dns(payload, frame);
}
