import { dns } from "./dns.ts";
import type { Dissected } from "./index.ts";
import { vxlan } from "./vxlan.ts";

/** `length`: bytes of the payload. */
export type Udp = { sport: number; dport: number; length: number };

const HEADER_BYTES = 8; // RFC 768
const VXLAN_PORTS = [4789, 8472]; // IANA's, and Linux's default from before
const DNS_PORT = 53;

export function udp(bytes: Buffer, into: Dissected): void {
  const [sport, dport, length] = [bytes.readUInt16BE(0), bytes.readUInt16BE(2), bytes.readUInt16BE(4)];
  into.udp = { sport, dport, length: Math.max(0, length - HEADER_BYTES) };
  const payload = bytes.subarray(HEADER_BYTES, length);
  if (VXLAN_PORTS.includes(dport)) vxlan(payload, into);
  else if (sport === DNS_PORT || dport === DNS_PORT) dns(payload, into);
}
