// The options of iptables' own matches and targets (xt) in rules of nf_tables, of which `nft -j` prints the name alone: as the kernel has
// them, in bytes. linux/netfilter/nf_tables.h, nf_tables_compat.h.

import { attributes, listed, nested, text } from "./attribute.ts";
import { dump, NETLINK_NETFILTER, NFGENMSG_BYTES, openNetlink } from "./netlink.ts";
import type { Netns } from "./netns.ts";

const NFT_MSG_GETRULE = (10 << 8) | 7; // NFNL_SUBSYS_NFTABLES
const FAMILIES: Record<number, string> = { 1: "inet", 2: "ip", 3: "arp", 5: "netdev", 7: "bridge", 10: "ip6" };
const [RULE_TABLE, RULE_CHAIN, RULE_HANDLE, RULE_EXPRESSIONS] = [1, 2, 3, 4];
const [EXPR_NAME, EXPR_DATA] = [1, 2];
const XT_INFO = 3; // NFTA_MATCH_INFO and NFTA_TARGET_INFO

/** By "family table chain handle": the options of each xt match and target of the rule in their order, in hexadecimal. */
export function xtOptions(netns: Netns): Map<string, string[]> {
  const netlink = openNetlink(netns, NETLINK_NETFILTER);
  try {
    const rules = dump(netlink, "nf_tables rules", NFT_MSG_GETRULE, new Uint8Array(NFGENMSG_BYTES));
    return new Map(rules.map(({ body }) => ofRule(body)));
  } finally {
    netlink.close();
  }
}

function ofRule(body: Buffer): [key: string, options: string[]] {
  const found = attributes(body, NFGENMSG_BYTES);
  const [table, chain] = [RULE_TABLE!, RULE_CHAIN!].map((type) => text(found.get(type)!));
  const handle = found.get(RULE_HANDLE!)!.readBigUInt64BE();
  const options = listed(found.get(RULE_EXPRESSIONS!)).flatMap((element) => {
    const expression = attributes(element);
    if (!["match", "target"].includes(text(expression.get(EXPR_NAME!)!))) return [];
    return [nested(expression.get(EXPR_DATA!)).get(XT_INFO)?.toString("hex") ?? ""];
  });
  return [`${FAMILIES[body[0]!]} ${table} ${chain} ${handle}`, options];
}
