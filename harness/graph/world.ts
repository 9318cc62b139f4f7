// What a drawing shows of a world: each node's links with their addresses and what they are joined to, and beside them
// routes, forwarding and rules. Read once; the time it takes grows with what is there, not with its square.

import { forwardsAll } from "../kernel/forwarding.ts";
import type { Link } from "../kernel/link.ts";
import type { KernelNode } from "../kernel/node.ts";
import { type Cables, cablesOf } from "./cables.ts";
import { type Hidden, withoutNodes } from "./hidden.ts";
import { routesOf, rulesOf } from "./marks.ts";

export type DrawnLink = {
  ifname: string;
  ifindex: number;
  /** "bridge", "veth", "vxlan" …; undefined for a plain device. */
  kind?: string;
  /** The MAC address. */
  mac?: string;
  /** With `mac`, not where the node is what somebody is asked about. */
  mtu?: number;
  isUp: boolean;
  /** Up at both ends of the cable. */
  hasCarrier: boolean;
  /** With their prefix lengths; of IPv6 the global ones. */
  addresses: string[];
  /** The bridge that it is plugged into. */
  master?: string;
  /** The other end of a veth pair: of a node that is drawn, or "elsewhere", in a namespace that is none of the nodes'. */
  peer?: { node: string; ifname: string } | "elsewhere";
  /** It is asked for, and is not there. */
  isMissing?: true;
};

export type DrawnNode = {
  name: string;
  links: DrawnLink[];
  /** As `ip route` prints them, but for those that came with an address. */
  routes: string[];
  /** net.ipv4.ip_forward. */
  forwards: boolean;
  /** What netfilter holds, a line for each chain that does something: "nat POSTROUTING: 1 rule". */
  rules: string[];
};

/**
 * Reads a world's nodes, the host first, then in natural order: docker2 before docker10. Without
 * what somebody is asked.
 */
export function readWorld(all: readonly KernelNode[], hidden: Hidden = {}): DrawnNode[] {
  // two names may stand for one network namespace: it is drawn once
  const own = [...new Map(all.map((node) => [node.inode, node] as const).reverse()).values()];
  const places = own.toSorted((one, other) => rank(one.name) - rank(other.name) || naturally(one.name, other.name));
  const nodes = places.map((node) => ({ node, links: node.links().value }));
  const cables: Cables = hidden.cables ? new Map() : cablesOf(nodes);
  return withoutNodes(
    nodes.map(({ node, links }) => drawn(node, links, cables)),
    hidden,
  );
}

const rank = (name: string): number => (name === "host" ? 0 : 1);

/** The order in which people count. */
export const naturally = new Intl.Collator("en", { numeric: true }).compare;

function drawn(node: KernelNode, links: Link[], cables: Cables): DrawnNode {
  const addresses = Map.groupBy(node.addresses().value, ({ ifname }) => ifname);
  return {
    name: node.name,
    links: links.map((link) => {
      const own = (addresses.get(link.ifname) ?? []).filter(
        ({ family, scope }) => family === "inet" || scope === "global",
      );
      const peer = cables.get(link);
      return {
        ifname: link.ifname,
        ifindex: link.ifindex,
        ...(link.linkinfo?.info_kind && { kind: link.linkinfo.info_kind }),
        ...(link.address && link.link_type === "ether" && { mac: link.address }),
        mtu: link.mtu,
        isUp: link.flags.includes("UP"),
        hasCarrier: link.flags.includes("LOWER_UP"),
        addresses: own.map(({ local, prefixlen }) => `${local}/${prefixlen}`),
        ...(link.master && { master: link.master }),
        ...(peer && { peer: peer === "elsewhere" ? peer : { node: peer.node.name, ifname: peer.link.ifname } }),
      };
    }),
    routes: routesOf(node),
    forwards: forwardsAll(node.netlink),
    rules: rulesOf(node),
  };
}
