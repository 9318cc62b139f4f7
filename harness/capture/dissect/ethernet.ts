import { mac } from "../../kernel/inet.ts";
import { arp } from "./arp.ts";
import type { Dissected } from "./index.ts";
import { ipv4, ipv6 } from "./ip.ts";

/** MAC addresses as "02:42:ac:11:00:02"; `type` is the EtherType, behind a VLAN tag the inner one. */
export type Ethernet = { src: string; dst: string; type: number };

const HEADER_BYTES = 14; // IEEE 802.3
const ETH_P_8021Q = 0x8100; // linux/if_ether.h
const ETH_P_ARP = 0x0806;
const ETH_P_IP = 0x0800;
const ETH_P_IPV6 = 0x86dd;

export function ethernet(bytes: Buffer, into: Dissected): void {
  into.eth.dst = mac(need(bytes, 0, 6));
  into.eth.src = mac(need(bytes, 6, 6));
  into.eth.type = bytes.readUInt16BE(12);
  let payload = bytes.subarray(HEADER_BYTES);
  if (into.eth.type === ETH_P_8021Q) {
    into.vlan = { id: payload.readUInt16BE(0) & 0xfff };
    into.eth.type = payload.readUInt16BE(2);
    payload = payload.subarray(4);
  }
  if (into.eth.type === ETH_P_ARP) arp(payload, into);
  else if (into.eth.type === ETH_P_IP) ipv4(payload, into);
  else if (into.eth.type === ETH_P_IPV6) ipv6(payload, into);
}

/** `length` bytes at `at`; a RangeError where they are not all there, as Buffer's own readers give. */
export function need(bytes: Buffer, at: number, length: number): Buffer {
  if (at + length > bytes.length) throw new RangeError("cut short");
  return bytes.subarray(at, at + length);
}
