// What a drawing shows of a world: the links of each node, their addresses, and what each is joined to.

import type { Link } from "../kernel/link.ts";
import type { KernelNode } from "../kernel/node.ts";

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

/** Reads a world's nodes. */
export function readWorld(nodes: KernelNode[]): DrawnNode[] {
  return nodes.map((node) => {
    const gateway = node.routeTo("default").value;
    return {
      name: node.name,
      links: node.links().value.map((link) => drawn(node, link, nodes)),
      ...(gateway && "gateway" in gateway && gateway.gateway ? { gateway: gateway.gateway } : {}),
    };
  });
}

function drawn(node: KernelNode, link: Link, nodes: KernelNode[]): DrawnLink {
  const { ifname } = link;
  const addresses = node.addresses(ifname).value.filter((address) => address.family === "inet");
  const peer = node.peerOf(ifname, nodes).value;
  return {
    ifname,
    isUp: link.flags.includes("UP"),
    addresses: addresses.map(({ local, prefixlen }) => `${local}/${prefixlen}`),
    ...(link.linkinfo?.info_kind ? { kind: link.linkinfo.info_kind } : {}),
    ...(link.master ? { master: link.master } : {}),
    ...(peer ? { peer: { node: peer.node.name, ifname: peer.link.ifname } } : {}),
  };
}
