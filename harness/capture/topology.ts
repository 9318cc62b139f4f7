// How a world's interfaces hang together: what a story needs to know about the places where a frame was sighted.

import type { KernelNode } from "../kernel/node.ts";
import { peersAmong } from "../kernel/peer.ts";

/** An interface of a node, "host veth1". */
export type Place = `${string} ${string}`;

export type Topology = {
  /** The other end of a veth pair. */
  peers: Map<Place, Place>;
  /** The bridge, on the same node, whose port the interface is. */
  bridges: Map<Place, string>;
  /** Each node's own addresses, without prefix length. */
  addresses: Map<string, Set<string>>;
};

export const placeOf = ({ node, ifname }: { node: string; ifname: string }): Place => `${node} ${ifname}`;

export function topologyOf(nodes: readonly KernelNode[]): Topology {
  const peers: Topology["peers"] = new Map();
  const bridges: Topology["bridges"] = new Map();
  const links = new Map(nodes.map((node) => [node, node.links().value]));
  const peerOf = peersAmong(links);
  for (const [node, own] of links)
    for (const link of own) {
      const place = placeOf({ node: node.name, ifname: link.ifname });
      if (link.master) bridges.set(place, link.master);
      const peer = peerOf(link, node);
      if (peer) peers.set(place, placeOf({ node: peer.place.name, ifname: peer.link.ifname }));
    }
  const addresses = new Map(
    nodes.map((node) => [node.name, new Set(node.addresses().value.map((address) => address.local))]),
  );
  return { peers, bridges, addresses };
}
