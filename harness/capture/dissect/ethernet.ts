// IEEE 802.3, section 3.2: two MAC addresses and a type; IEEE 802.1Q, section 9: tags between the addresses and the type.

import { mac } from "../../kernel/inet.ts";
import { arp } from "./arp.ts";
import type { Dissected } from "./index.ts";
import { ip } from "./ip.ts";
import { ipv4 } from "./ipv4.ts";
import { ipv6 } from "./ipv6.ts";
import { part } from "./part.ts";

/** MAC addresses as "02:42:ac:11:00:02"; `type` says what the frame carries, behind any VLAN tag. */
export type Ethernet = { src: string; dst: string; type: number };
/** The 802.1Q tag; of two, the outer one. */
export type Vlan = { id: number };

export const ETH_P_IP = 0x0800; // linux/if_ether.h
export const ETH_P_ARP = 0x0806;
export const ETH_P_IPV6 = 0x86dd;
const TAGS = [0x8100, 0x88a8]; // ETH_P_8021Q, ETH_P_8021AD
const ADDRESSES_BYTES = 12;
const TAG_BYTES = 4; // 0x8100, then 4 bits of priority, 12 bits of VLAN

const GROUP_BIT = 1; // of a MAC address's first byte: broadcast and multicast; IEEE 802

/** Is a frame to this MAC address for more than one? */
export const isForAll = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & GROUP_BIT) === 1;

/** What a frame without a single byte would say. */
export const noEthernet: Ethernet = { src: "", dst: "", type: 0 };

export function ethernet(bytes: Buffer, frame: Dissected): void {
  const { eth, vlan, payload } = ethernetHeader(bytes);
  frame.eth = eth;
  if (vlan) frame.vlan = vlan;
  if (eth.type === ETH_P_ARP) arp(payload, frame);
  else if (eth.type === ETH_P_IP) ip(ipv4(payload), frame);
  else if (eth.type === ETH_P_IPV6) ip(ipv6(payload), frame);
}

export function ethernetHeader(bytes: Buffer): { eth: Ethernet; vlan?: Vlan; payload: Buffer } {
  const header = part(bytes, 0, ADDRESSES_BYTES + 2, "Ethernet header");
  let type = header.readUInt16BE(ADDRESSES_BYTES);
  let at = ADDRESSES_BYTES;
  for (; TAGS.includes(type); at += TAG_BYTES)
    type = part(bytes, at, TAG_BYTES + 2, "VLAN tag").readUInt16BE(TAG_BYTES);
  const eth = { dst: mac(header.subarray(0, 6)), src: mac(header.subarray(6, 12)), type };
  const vlan = at > ADDRESSES_BYTES ? { id: bytes.readUInt16BE(ADDRESSES_BYTES + 2) & 0xfff } : undefined;
  return { eth, ...(vlan && { vlan }), payload: bytes.subarray(at + 2) };
}
