// A packet that has more bytes than a link takes.

import type { Hop } from "./hop.ts";
import type { Sequels } from "./sequel.ts";
import { type Place, placeOf, type Topology } from "./topology.ts";

/** `ifname`: the link that takes no more than `mtu`; undefined where only an error of the node's tells so. */
export type TooBig = { bytes: number; mtu: number; node: string; ifname?: string };

const tag = 4; // bytes: a VLAN tag may come on top of a link's MTU; the kernel's is_skb_forwardable()

/** Why the packet went no further at this hop, if that is the reason. */
export function tooBig(hop: Hop, topology: Topology, sequels: Pick<Sequels, "allowed">): TooBig | undefined {
  const bytes = hop.frame.ip?.length;
  if (bytes === undefined) return undefined;
  const told = sequels.allowed(hop);
  if (told !== undefined && bytes > told)
    return { bytes, mtu: told, node: hop.node, ...onlyLink(hop.node, told, topology) };
  const place = nextPlace(hop, topology);
  const mtu = place && topology.links.get(place)?.mtu;
  if (!place || mtu === undefined || bytes <= mtu + tag) return undefined;
  const [node = "", ifname = ""] = place.split(" ");
  return { bytes, mtu, node, ifname };
}

/** The node's link with this MTU, where there is but one. */
function onlyLink(node: string, mtu: number, { links }: Topology): { ifname?: string } {
  const places = [...links].filter(([place, link]) => place.startsWith(`${node} `) && link.isUp && link.mtu === mtu);
  return places.length === 1 ? { ifname: places[0]![0].slice(node.length + 1) } : {};
}

/** The interface by which it would have gone on: the cable's other end, or the bridge's port that leads to its MAC address. */
function nextPlace(hop: Hop, { peers, bridges, ports }: Topology): Place | undefined {
  if (hop.direction === "out") return peers.get(placeOf(hop));
  const bridge = bridges.get(placeOf(hop));
  const port = bridge && ports.get(`${hop.node} ${bridge} ${hop.frame.eth.dst}`);
  return port === undefined ? undefined : placeOf({ node: hop.node, ifname: port });
}
