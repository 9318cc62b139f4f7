// What the kernel tells of changes by itself. netlink(7), rtnetlink(7); linux/rtnetlink.h, linux/netfilter/nfnetlink.h.

import { ENOBUFS, KernelError } from "./errno.ts";
import { type Listener, listen } from "./listener.ts";
import { NETLINK_NETFILTER, NETLINK_ROUTE } from "./netlink.ts";
import type { Netns } from "./netns.ts";

export type Notices = {
  readonly fd: number;
  /** What has changed since the last call: "link", "route", "ruleset" …; empty where nothing has that a person did. */
  drain(): string[];
  close(): void;
};

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
  const { fd, drain, close } = listen(netns, { protocol, groups });
  return { fd, drain: () => namesOf(drain, nameOf), close };
}

function namesOf(drain: Listener["drain"], nameOf: (type: number, body: Buffer) => string | undefined): string[] {
  const changes = new Set<string>();
  for (;;) {
    try {
      drain(({ type, body }) => {
        const name = nameOf(type, body);
        if (name) changes.add(name);
      });
      return [...changes];
    } catch (error) {
      if (!(error instanceof KernelError) || error.errno !== ENOBUFS) throw error;
      changes.add("much"); // more than the socket could hold
    }
  }
}
