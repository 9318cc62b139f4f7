// The packets that are followed: an echo request, its reply, and the ARP messages that go before them.

import type { Sort } from "../probe/ping.ts";

export type Packet = Sort & {
  /** The server's port, of a connection over TCP: then it is no ping but the first packet, or the answer to it. */
  port?: number;
  /** What is left of its TTL: 64 without. */
  ttl?: number;
  protocol: "ip" | "arp";
  type: "echo-request" | "echo-reply" | "request" | "reply";
  /** In ARP: the sender's address, and the address that is asked for. */
  src: string;
  dst: string;
  /** As conntrack has it. */
  state: "new" | "established";
  /** The firewall mark: 0 without. */
  mark?: number;
  srcMac?: string;
  dstMac?: string;
};

/** What a hook knows besides the packet. */
export type At = {
  iif?: string;
  oif?: string;
  physin?: string;
  physout?: string;
  /** Is the address one of the node's own? */
  owns?: (address: string) => boolean;
};

/** What NAT on a node changed in the request: the reply is changed back there. */
export type Nat = { inode: number; node: string; was: Ends; now: Ends; rule: string; seen: string };
type Ends = { src: string; dst: string; port?: number | undefined };

export type Frame = {
  packet: Packet;
  /** Undefined: for everybody. */
  mac: string | undefined;
  /** The bridges have just learnt where this MAC address is: an ARP reply goes back where the request came from. */
  isLearnt?: boolean;
};
