// What a drawing shows of a world: the links of each node, their addresses, and what each is joined to.

import type { Address } from "../kernel/address.ts";
import type { Link } from "../kernel/link.ts";
import type { KernelNode } from "../kernel/node.ts";
import { type Peer, peersAmong } from "../kernel/peer.ts";

export type DrawnLink = {
  ifname: string;
  /** "bridge", "veth", "vxlan" …; undefined for a plain device. */
  kind?: string;
  isUp: boolean;
  addresses: string[];
  master?: string;
  /** The other end of a veth pair. */
  peer?: { node: string; ifname: string };
};

export type DrawnNode = { name: string; links: DrawnLink[]; gateway?: string };

/** Reads a world's nodes, each of them once. */
export function readWorld(nodes: KernelNode[]): DrawnNode[] {
  const links = new Map(nodes.map((node) => [node, node.links().value]));
  const peerOf = peersAmong(links);
  return Array.from(links, ([node, own]) => {
    const gateway = node.routeTo("default").value;
    const addresses = Map.groupBy(node.addresses().value, ({ ifname }) => ifname);
    return {
      name: node.name,
      links: own.map((link) => drawn(link, addresses.get(link.ifname) ?? [], peerOf(link, node))),
      ...(gateway && "gateway" in gateway && gateway.gateway ? { gateway: gateway.gateway } : {}),
    };
  });
}

function drawn(link: Link, addresses: Address[], peer: Peer<KernelNode> | undefined): DrawnLink {
  const { ifname } = link;
  const own = addresses.filter(({ family }) => family === "inet");
  return {
    ifname,
    isUp: link.flags.includes("UP"),
    addresses: own.map(({ local, prefixlen }) => `${local}/${prefixlen}`),
    ...(link.linkinfo?.info_kind ? { kind: link.linkinfo.info_kind } : {}),
    ...(link.master ? { master: link.master } : {}),
    ...(peer ? { peer: { node: peer.place.name, ifname: peer.link.ifname } } : {}),
  };
}
