// Whether nf_tables has anything at all: one question over netlink, where `nft` costs a process. linux/netfilter/nfnetlink.h, nf_tables.h

import { dump, NETLINK_NETFILTER, NFGENMSG_BYTES, openNetlink } from "./netlink.ts";
import type { Netns } from "./netns.ts";

const NFNL_SUBSYS_NFTABLES = 10;
const NFT_MSG_GETTABLE = 1;

/** Has the network namespace a table of nf_tables, of any family? iptables-nft's are such. */
export function hasNftTables(netns: Netns): boolean {
  const netlink = openNetlink(netns, NETLINK_NETFILTER);
  try {
    const type = (NFNL_SUBSYS_NFTABLES << 8) | NFT_MSG_GETTABLE;
    return dump(netlink, "nf_tables tables", type, new Uint8Array(NFGENMSG_BYTES)).length > 0;
  } finally {
    netlink.close();
  }
}
