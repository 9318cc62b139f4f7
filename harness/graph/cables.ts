// Which links are the two ends of one veth pair, of all nodes at once.

import type { Link } from "../kernel/link.ts";
import type { KernelNode } from "../kernel/node.ts";
import { peersAmong } from "../kernel/peer.ts";

type End = { node: KernelNode; link: Link };

/** A link's other end; "elsewhere" where that is in none of the nodes. */
export type Cables = Map<Link, End | "elsewhere">;

/** Every veth pair's two ends, each asked about once. */
export function cablesOf(nodes: readonly { node: KernelNode; links: readonly Link[] }[]): Cables {
  const cables: Cables = new Map();
  const peerOf = peersAmong(new Map(nodes.map(({ node, links }) => [node, links])));
  for (const { node, links } of nodes)
    for (const link of links) {
      if (cables.has(link) || link.linkinfo?.info_kind !== "veth") continue; // known from its other end
      const peer = peerOf(link, node);
      cables.set(link, peer ? { node: peer.place, link: peer.link } : "elsewhere");
      if (peer) cables.set(peer.link, { node, link });
    }
  return cables;
}
