// The packets that are followed: an echo request, its reply, and the ARP messages that go before them.

import { PING_BYTES } from "../probe/echo.ts";
import type { Protocol } from "../probe/exchange.ts";
import type { Sort } from "../probe/ping.ts";

export type Packet = Sort & {
  /** Over TCP or UDP it is no ping but what goes to the server's port, or the answer to it. */
  over?: Protocol;
  port?: number;
  /** The client's port, where it is known. */
  peerPort?: number;
  /** Of a connection: not its first packet, and not the answer to that. */
  isBegun?: boolean;
  isFragmented?: boolean;
  /** How long the longest packets of a connection may be. */
  longest?: number;
  /** What is left of its TTL: 64 without. */
  ttl?: number;
  protocol: "ip" | "ip6" | "arp";
  type: "echo-request" | "echo-reply" | "request" | "reply";
  /** In ARP: the sender's address, and the address that is asked for. */
  src: string;
  dst: string;
  /** As conntrack has it. */
  state: "new" | "established";
  /** A rule has kept it from conntrack on this node. */
  isUntracked?: boolean;
  /** The firewall mark: 0 without. */
  mark?: number;
  srcMac?: string;
  dstMac?: string;
};

/** What the packet carries, as iproute2, nft and iptables call it. */
export const carriedBy = ({ over, protocol }: Packet): Protocol | "icmp" | "ipv6-icmp" =>
  over ?? (protocol === "ip6" ? "ipv6-icmp" : "icmp");

/** How long the whole packet is; undefined where it goes in fragments, and where packets of several lengths are meant. */
export function lengthOf({ over, bytes, isFragmented }: Packet): number | undefined {
  if (isFragmented) return undefined;
  return over ? bytes : (bytes ?? PING_BYTES);
}

/** Its state, for a rule that asks. */
export const stateOf = ({ state, isUntracked }: Packet) => (isUntracked ? "untracked" : state);

/** Its ports, as far as they are known. */
export function portsOf({ port, peerPort, type }: Packet): { sport?: number | undefined; dport?: number | undefined } {
  return type === "echo-request" ? { sport: peerPort, dport: port } : { sport: port, dport: peerPort };
}

/** What policy rules may ask for besides addresses. */
export function flowOf(packet: Packet) {
  const { sport, dport } = packet.over ? portsOf(packet) : {};
  return {
    ipproto: carriedBy(packet),
    ...(sport !== undefined && { sport }),
    ...(dport !== undefined && { dport }),
    ...(packet.mark && { mark: packet.mark }),
    ...(packet.tos && { tos: packet.tos }),
  };
}

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
