// RFC 826: who has this IPv4 address? It is at this MAC address.

import { address, mac } from "../../kernel/inet.ts";
import type { Dissected } from "./index.ts";
import { part } from "./part.ts";

export type Arp = {
  op: "request" | "reply";
  senderMac: string;
  senderIp: string;
  targetMac: string;
  targetIp: string;
};

export const ARP_BYTES = 28; // of Ethernet and IPv4; a frame may be padded behind it
const ETHERNET_AND_IPV4 = "000108000604"; // hardware type 1, protocol type 0x0800, addresses of 6 and 4 bytes
const OPERATIONS: Record<number, Arp["op"]> = { 1: "request", 2: "reply" };

/** Other hardware, other protocols and other operations stay unread. */
export function arp(bytes: Buffer, frame: Dissected): void {
  const kind = part(bytes, 0, 8, "ARP packet");
  const op = OPERATIONS[kind.readUInt16BE(6)];
  if (kind.toString("hex", 0, 6) !== ETHERNET_AND_IPV4 || !op) return;
  const packet = part(bytes, 0, ARP_BYTES, "ARP packet");
  frame.arp = {
    op,
    senderMac: mac(packet.subarray(8, 14)),
    senderIp: address(packet.subarray(14, 18)),
    targetMac: mac(packet.subarray(18, 24)),
    targetIp: address(packet.subarray(24, 28)),
  };
}
