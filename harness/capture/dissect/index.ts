// What an Ethernet frame says, layer by layer. Nothing here throws: what cannot be read is told in `malformed`.

import type { Arp } from "./arp.ts";
import type { Dns } from "./dns.ts";
import { type Ethernet, ethernet } from "./ethernet.ts";
import type { Icmp } from "./icmp.ts";
import type { Icmp6 } from "./icmp6.ts";
import type { Ip } from "./ip.ts";
import type { Tcp } from "./tcp.ts";
import type { Udp } from "./udp.ts";

export { packetKey } from "./key.ts";
export { summary } from "./summary.ts";

export type Dissected = {
  eth: Ethernet;
  /** An 802.1Q tag. */
  vlan?: { id: number };
  arp?: Arp;
  ip?: Ip;
  icmp?: Icmp;
  icmp6?: Icmp6;
  udp?: Udp;
  tcp?: Tcp;
  vxlan?: { vni: number; inner: Dissected };
  dns?: Dns;
  /** What was cut short, or contradicts itself. */
  malformed?: string;
};

/** Reads a frame, from its Ethernet header on. */
export function dissect(bytes: Uint8Array): Dissected {
  const frame: Dissected = { eth: { src: "", dst: "", type: 0 } };
  try {
    ethernet(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), frame);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // Buffer's own: an offset behind the end
    frame.malformed = "cut short";
  }
  return frame;
}
