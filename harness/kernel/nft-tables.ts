// What nf_tables has, asked for over netlink: `nft` costs a process, and minutes where there is much. linux/netfilter/nfnetlink.h,
// nf_tables.h

import { attribute, attributes, listed } from "./attribute.ts";
import { KernelError } from "./errno.ts";
import { type Kind, limit } from "./excess.ts";
import { count, dump, NETLINK_NETFILTER, type Netlink, NFGENMSG_BYTES, openNetlink } from "./netlink.ts";
import type { Netns } from "./netns.ts";

const NFNL_SUBSYS_NFTABLES = 10;
const [GETTABLE, GETCHAIN, GETRULE, GETSET, GETSETELEM] = [1, 4, 7, 10, 13].map(
  (message) => (NFNL_SUBSYS_NFTABLES << 8) | message,
) as [number, number, number, number, number];
const everyFamily = new Uint8Array(NFGENMSG_BYTES);
const NFTA_SET_TABLE = 1;
const NFTA_SET_NAME = 2;
const NFTA_SET_ELEM_LIST_ELEMENTS = 3; // NFTA_SET_ELEM_LIST_TABLE and _SET are 1 and 2 too

/** Has the network namespace a table of nf_tables, of any family? iptables-nft's are such. */
export const hasNftTables = (netns: Netns): boolean =>
  asking(netns, (netlink) => count(netlink, "nf_tables tables", GETTABLE, everyFamily) > 0);

/** Throws `Excess` where there is more than `nft` lists in a moment. */
export function limitNft(netns: Netns): void {
  if (!netns.isBounded) return;
  asking(netns, (netlink) => {
    const kinds: [Kind, number][] = [
      ["nf_tables tables", GETTABLE],
      ["nf_tables chains", GETCHAIN],
      ["nf_tables rules", GETRULE],
    ];
    for (const [kind, type] of kinds) limit(kind, count(netlink, kind, type, everyFamily));
    let elements = 0;
    for (const { body } of dump(netlink, "nf_tables sets", GETSET, everyFamily)) {
      elements += elementsOf(netlink, body);
      limit("set elements", elements);
    }
  });
}

function elementsOf(netlink: Netlink, set: Buffer): number {
  const found = attributes(set, NFGENMSG_BYTES);
  const names = [NFTA_SET_TABLE, NFTA_SET_NAME].map((type) => attribute(type, found.get(type) ?? Buffer.alloc(0)));
  const body = Buffer.concat([set.subarray(0, 1), Buffer.alloc(NFGENMSG_BYTES - 1), ...names]);
  let elements = 0;
  try {
    count(netlink, "set elements", GETSETELEM, body, (message) => {
      elements += listed(attributes(message.body, NFGENMSG_BYTES).get(NFTA_SET_ELEM_LIST_ELEMENTS)).length;
      limit("set elements", elements);
    });
  } catch (error) {
    if (!(error instanceof KernelError && error.code === "ENOENT")) throw error; // it has gone meanwhile
  }
  return elements;
}

function asking<T>(netns: Netns, ask: (netlink: Netlink) => T): T {
  const netlink = openNetlink(netns, NETLINK_NETFILTER);
  try {
    return ask(netlink);
  } finally {
    netlink.close();
  }
}
