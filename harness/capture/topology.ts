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
  links: Map<Place, { mtu: number; isUp: boolean }>;
  /** The other end of a tunnel that has but one. */
  remotes: Map<Place, string>;
  /** The port behind which a bridge has learnt a MAC address: by "node bridge MAC". */
  ports: Map<string, string>;
  /** Where what comes in is not forwarded; of the places where a packet ended. */
  hosts: Set<Place>;
  /** The members of multicast groups that packets went to. */
  groups: Map<string, Set<Place>>;
};

export const placeOf = ({ node, ifname }: { node: string; ifname: string }): Place => `${node} ${ifname}`;

/** Of a world without an interface. */
export const emptyTopology = (): Topology => ({
  peers: new Map(),
  bridges: new Map(),
  addresses: new Map(),
  links: new Map(),
  remotes: new Map(),
  ports: new Map(),
  hosts: new Set(),
  groups: new Map(),
});

export function topologyOf(nodes: readonly KernelNode[]): Topology {
  const topology = emptyTopology();
  const { peers, bridges, addresses, remotes } = topology;
  const links = new Map(nodes.map((node) => [node, node.links().value]));
  const peerOf = peersAmong(links);
  for (const [node, own] of links)
    for (const link of own) {
      const place = placeOf({ node: node.name, ifname: link.ifname });
      if (link.master) bridges.set(place, link.master);
      const peer = peerOf(link, node);
      if (peer) peers.set(place, placeOf({ node: peer.place.name, ifname: peer.link.ifname }));
      topology.links.set(place, { mtu: link.mtu, isUp: link.flags.includes("UP") });
      const { remote, remote6 = remote } = link.linkinfo?.info_data ?? {};
      if (typeof remote6 === "string") remotes.set(place, remote6);
    }
  for (const node of nodes) addresses.set(node.name, new Set(node.addresses().value.map(({ local }) => local)));
  return topology;
}
