// Which links are the two ends of one veth pair, of all nodes at once.

import type { Link } from "../kernel/link.ts";
import type { KernelNode } from "../kernel/node.ts";
import { nsidOf } from "../kernel/nsid.ts";

type End = { node: KernelNode; link: Link };

/** A link's other end; "elsewhere" where that is in none of the nodes. */
export type Cables = Map<Link, End | "elsewhere">;

/**
 * An index means something in one namespace only. So of all links that name each other's index, which may be many, the
 * kernel is asked whether their namespace is the one that the link means (`link_netnsid`); once for each pair of nodes.
 */
export function cablesOf(nodes: readonly { node: KernelNode; links: readonly Link[] }[]): Cables {
  const cables: Cables = new Map();
  const ends = nodes.flatMap(({ node, links }) => links.filter(isVeth).map((link) => ({ node, link })));
  const byIndexes = Map.groupBy(ends, ({ link }) => `${link.ifindex} ${link.link_index}`);
  const numbers = new Map<string, number | undefined>();
  const numberOf = (here: KernelNode, other: KernelNode): number | undefined => {
    const key = `${here.inode} ${other.inode}`;
    if (!numbers.has(key)) numbers.set(key, nsidOf(here.netlink, other.netns));
    return numbers.get(key);
  };
  for (const end of ends) {
    const { node, link } = end;
    if (cables.has(link)) continue; // known from its other end
    const other =
      link.link_netnsid === undefined
        ? ends.find((each) => each.node === node && each.link.ifname === link.link)
        : (byIndexes.get(`${link.link_index} ${link.ifindex}`) ?? []).find(
            (each) => each.node !== node && numberOf(node, each.node) === link.link_netnsid,
          );
    cables.set(link, other ?? "elsewhere");
    if (other) cables.set(other.link, end);
  }
  return cables;
}

const isVeth = (link: Link): boolean => link.linkinfo?.info_kind === "veth";
