// What an Ethernet frame says, layer by layer. Bytes may be anything: what cannot be read is told in `malformed`.

import type { Arp } from "./arp.ts";
import type { Dns } from "./dns.ts";
import { type Ethernet, ethernet, noEthernet, type Vlan } from "./ethernet.ts";
import type { Icmp } from "./icmp.ts";
import type { Icmp6 } from "./icmp6.ts";
import type { Ip } from "./ip.ts";
import { Malformed } from "./part.ts";
import type { Tcp } from "./tcp.ts";
import type { Udp } from "./udp.ts";
import type { Vxlan } from "./vxlan.ts";

export { packetKey } from "./key.ts";
export { summary } from "./summary.ts";

export type Dissected = {
  eth: Ethernet;
  vlan?: Vlan;
  arp?: Arp;
  ip?: Ip;
  icmp?: Icmp;
  icmp6?: Icmp6;
  udp?: Udp;
  tcp?: Tcp;
  vxlan?: Vxlan;
  dns?: Dns;
  /** What was cut short, or cannot be. What was read before it is there. */
  malformed?: string;
};

/** Reads a frame from its Ethernet header on. `length`: on the wire, where not all of it was captured; that is not its fault. */
export function dissect(bytes: Uint8Array, length = bytes.byteLength): Dissected {
  const { malformed, ...frame } = readFrame(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return malformed === undefined || bytes.byteLength < length ? frame : { ...frame, malformed };
}

/** A frame, or one inside a VXLAN packet. */
export function readFrame(bytes: Buffer): Dissected {
  const frame: Dissected = { eth: noEthernet };
  try {
    ethernet(bytes, frame);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    frame.malformed = error.message;
  }
  return frame;
}
