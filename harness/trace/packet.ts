// The packet that a trace record is about: the start of an IPv4 packet with an ICMP message in it. RFC 791, RFC 792.

import { address } from "../kernel/inet.ts";

export type Packet = {
  /** Of an echo, which of the two. */
  kind: "request" | "reply" | "other";
  /** ICMP's. */
  type: number;
  source: string;
  destination: string;
  ttl: number;
  length: number;
  sequence: number;
  /** The first bytes of the message's data, in hexadecimal: what the kernel kept of the nonce. */
  nonce: string;
};

export const NONCE_BYTES = 12; // nf_tables shows 20 bytes of the transport header: ICMP's 8, and these

const IPPROTO_ICMP = 1;
const KINDS: Record<number, Packet["kind"]> = { 0: "reply", 8: "request" };

/** Undefined where it is something else than ICMP over IPv4. `icmp` is given where it does not follow the IP header. */
export function readPacket(ip: Buffer, icmp = ip.subarray(((ip[0] ?? 0) & 0xf) * 4)): Packet | undefined {
  if (ip.length < 20 || ip[0]! >> 4 !== 4 || ip[9] !== IPPROTO_ICMP || icmp.length < 8) return undefined;
  const type = icmp[0]!;
  return {
    kind: KINDS[type] ?? "other",
    type,
    source: address(ip.subarray(12, 16)),
    destination: address(ip.subarray(16, 20)),
    ttl: ip[8]!,
    length: ip.readUInt16BE(2),
    sequence: icmp.readUInt16BE(6),
    nonce: icmp.subarray(8, 8 + NONCE_BYTES).toString("hex"),
  };
}

/** As a record of the trace names it. */
export const isEchoOf = (packet: Packet, nonce: Uint8Array): boolean =>
  packet.nonce === Buffer.from(nonce.subarray(0, NONCE_BYTES)).toString("hex");
