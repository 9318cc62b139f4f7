// What the kernel tells of changes by itself. netlink(7), rtnetlink(7); linux/rtnetlink.h, linux/netfilter/nfnetlink.h.

import { closeSync } from "node:fs";
import { align } from "./attribute.ts";
import { KernelError, lastErrno, must } from "./errno.ts";
import { libc } from "./libc.ts";
import { AF_NETLINK, NETLINK_NETFILTER, NETLINK_ROUTE, SOCK_RAW } from "./netlink.ts";
import type { Netns } from "./netns.ts";
import { socketIn } from "./within.ts";

export type Notices = {
  readonly fd: number;
  /** What has changed since the last call: "link", "route", "ruleset" …; empty where nothing has that a person did. */
  drain(): string[];
  close(): void;
};

const SOCK_NONBLOCK = 0o4000;
const SOCKADDR_BYTES = 12; // struct sockaddr_nl: u16 family, u16 padding, u32 port, u32 groups
const HEADER_BYTES = 16; // struct nlmsghdr
const [EINTR, EAGAIN, ENOBUFS] = [4, 11, 105];

// RTNLGRP_LINK, NEIGH, IPV4_IFADDR, IPV4_ROUTE, IPV4_RULE, IPV6_IFADDR, IPV6_ROUTE, IPV6_RULE, IPV4_NETCONF, IPV6_NETCONF
const routeGroups = [1, 3, 5, 7, 8, 9, 11, 19, 24, 25];
const netfilterGroups = [7]; // NFNLGRP_NFTABLES: also what iptables-nft does
const NEIGH = 28; // RTM_NEWNEIGH; the message that something went away has the next number
const names: Record<number, string> = { 16: "link", 20: "address", 24: "route", [NEIGH]: "neighbour", 32: "rule" };
const PF_BRIDGE = 7;
const NUD_NOARP = 0x40;
const NUD_PERMANENT = 0x80;

/** Listens in the network namespace from now on. It stays there as long as somebody listens: the caller closes both. */
export const openNotices = (netns: Netns): Notices[] => [
  open(netns, NETLINK_ROUTE, routeGroups, (type, body) => {
    const kind = type - (type % 4);
    if (kind === NEIGH && !isByHand(body)) return undefined;
    return names[kind] ?? "setting"; // netconf: forwarding, rp_filter and their like
  }),
  open(netns, NETLINK_NETFILTER, netfilterGroups, () => "ruleset"),
];

/** Neighbours and FDB entries come and go with traffic, a probe's too. struct ndmsg: u8 family, …, u16 state at 8. */
function isByHand(body: Buffer): boolean {
  const state = body.readUInt16LE(8);
  return (state & NUD_PERMANENT) !== 0 || (body[0] === PF_BRIDGE && (state & NUD_NOARP) !== 0);
}

function open(
  netns: Netns,
  protocol: number,
  groups: number[],
  nameOf: (type: number, body: Buffer) => string | undefined,
): Notices {
  const fd = socketIn(netns, AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK, protocol);
  const action = `Cannot listen for changes in the network namespace "${netns.path}"`;
  const address = Buffer.alloc(SOCKADDR_BYTES);
  address.writeUInt16LE(AF_NETLINK, 0);
  address.writeUInt32LE(groups.reduce((bits, group) => bits | (1 << (group - 1)), 0) >>> 0, 8);
  try {
    must(libc().bind(fd, address, address.length), action);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return { fd, drain: () => drain(fd, action, nameOf), close: () => closeSync(fd) };
}

function drain(fd: number, action: string, nameOf: (type: number, body: Buffer) => string | undefined): string[] {
  const buffer = Buffer.alloc(64 * 1024);
  const changes = new Set<string>();
  for (;;) {
    const length = libc().recvfrom(fd, buffer, buffer.length, 0, null, null);
    const errno = length < 0 ? lastErrno() : 0;
    if (errno === EAGAIN) return [...changes];
    if (errno === ENOBUFS)
      changes.add("much"); // more than the socket could hold
    else if (errno && errno !== EINTR) throw new KernelError(action, errno);
    for (let at = 0; at + HEADER_BYTES <= length; at += Math.max(HEADER_BYTES, align(buffer.readUInt32LE(at)))) {
      const name = nameOf(buffer.readUInt16LE(at + 4), buffer.subarray(at + HEADER_BYTES));
      if (name) changes.add(name);
    }
  }
}
