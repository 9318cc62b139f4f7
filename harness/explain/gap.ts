// Why the owner of an address is not in the segment where it is asked for.

import { type Broken, broken } from "./broken.ts";
import { type Carried, carry, type Next } from "./segment.ts";
import { type End, isBridge, isSame, type View } from "./view.ts";

const everybody = {
  mac: undefined,
  packet: { protocol: "arp", type: "request", src: "", dst: "", state: "new" },
} as const;

/** `here` is the sender's segment; `to` the node that should have the address, where it is no gateway's. Neither where it cannot be told. */
export function gap(view: View, from: End, here: Carried, address: string, to: End["node"] | undefined): Next {
  const owners = view.others(from.node, address);
  const owner = owners.find((node) => node === to) ?? owners[0];
  if (owner) {
    const stop = apart(view, from, here, address, owner, to);
    return stop ? { broken: stop } : {};
  }
  const facts = { address, link: from.link.ifname };
  // somebody whom nobody can look into may have it
  if (here.isOpen) return { maybe: broken(from.node, "no-known-address", facts, `ip route get ${address}`) };
  if (to) return { broken: addressMissing(to, address) };
  return { broken: broken(from.node, "no-such-address", facts, `ip neigh show ${address}`) };
}

/** What keeps the owner from being in the segment. */
function apart(
  view: View,
  from: End,
  here: Carried,
  address: string,
  owner: End["node"],
  to: End["node"] | undefined,
): Broken | undefined {
  const link = view.endWith(owner, address);
  if (!link) return undefined;
  if (link.link.master) return onPort(link);
  if (!link.link.flags.includes("UP"))
    return broken(owner, "link-down", { link: link.link.ifname }, `ip link show ${link.link.ifname}`);
  const there = carry(view, link, { ...everybody, packet: { ...everybody.packet } });
  if (here.isOpen || there.isOpen) return undefined;
  const right = there.arrivals.find(({ end, broken }) => !broken && end.node === from.node && isOwnLink(view, end));
  if (to && right && !isSame(right.end, from)) return wrongRoute(from, address, right.end);
  return (
    outside(view, here, there, from) ??
    outside(view, there, here, link) ??
    twoBridges(here, there) ??
    broken(
      from.node,
      "not-on-link",
      { address, link: from.link.ifname, owner: owner.name },
      `ip address show ${from.link.ifname}`,
    )
  );
}

const isOwnLink = (view: View, end: End): boolean =>
  isBridge(end) || view.addresses(end.node, end.link.ifname).length > 0;

/** The owner is behind another link of the sender's. */
const wrongRoute = ({ node, link }: End, dst: string, right: End): Broken =>
  broken(node, "wrong-route", { dst, link: link.ifname, right: right.link.ifname }, `ip route get ${dst}`);

/** The node should have the address and has not. */
export const addressMissing = (node: End["node"], address: string): Broken =>
  broken(node, "no-such-address", { address }, "ip -br -4 address");

/** An address on a bridge's port: what comes in there is handed to the bridge, never to the port's own stack. */
export const onPort = ({ node, link }: End): Broken =>
  broken(node, "address-on-port", { link: link.ifname, bridge: link.master ?? "" }, `ip address show ${link.ifname}`);

/** The end of one segment on the node whose bridge is in the other: it was to be plugged in there. */
function outside(view: View, one: Carried, other: Carried, own: End): Broken | undefined {
  for (const { end } of one.arrivals) {
    if (
      isSame(end, own) ||
      isBridge(end) ||
      view.addresses(end.node, end.link.ifname).length ||
      end.link.linkinfo?.info_kind !== "veth"
    )
      continue;
    const bridge = other.bridges.find(({ bridge }) => bridge.node === end.node)?.bridge;
    if (!bridge) continue;
    const { ifname } = end.link;
    return broken(end.node, "not-a-port", { link: ifname, bridge: bridge.link.ifname }, `ip link show ${ifname}`);
  }
  return undefined;
}

function twoBridges(here: Carried, there: Carried): Broken | undefined {
  for (const { bridge, port } of here.bridges)
    for (const far of there.bridges) {
      if (far.bridge.node !== bridge.node || isSame(far.bridge, bridge)) continue;
      const facts = {
        link: port?.link.ifname ?? bridge.link.ifname,
        bridge: bridge.link.ifname,
        other: far.port?.link.ifname ?? far.bridge.link.ifname,
        otherBridge: far.bridge.link.ifname,
      };
      return broken(bridge.node, "other-bridge", facts, "bridge link");
    }
  return undefined;
}
