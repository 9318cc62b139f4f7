import { address, mac } from "../../kernel/inet.ts";
import { need } from "./ethernet.ts";
import type { Dissected } from "./index.ts";

export type Arp = {
  op: "request" | "reply";
  senderMac: string;
  senderIp: string;
  targetMac: string;
  targetIp: string;
};

const ETHERNET_IPV4 = "0001080006" + "04"; // hardware type 1, protocol type 0x0800, 6 and 4 bytes an address
const OPERATIONS: Record<number, Arp["op"]> = { 1: "request", 2: "reply" };

/** RFC 826. Other hardware, protocols and operations are left undissected. */
export function arp(bytes: Buffer, into: Dissected): void {
  const op = OPERATIONS[bytes.readUInt16BE(6)];
  if (need(bytes, 0, 6).toString("hex") !== ETHERNET_IPV4 || !op) return;
  into.arp = {
    op,
    senderMac: mac(need(bytes, 8, 6)),
    senderIp: address(need(bytes, 14, 4)),
    targetMac: mac(need(bytes, 18, 6)),
    targetIp: address(need(bytes, 24, 4)),
  };
}
