// Is a link up, does it hear anything, and does it take frames of that length?

import { type Broken, broken } from "./broken.ts";
import { type Frame, lengthOf, type Packet } from "./packet.ts";
import type { End } from "./view.ts";

export const isDown = ({ node, link }: End): Broken | undefined =>
  link.flags.includes("UP")
    ? undefined
    : broken(node, "link-down", { link: link.ifname }, `ip link show ${link.ifname}`);

export const withoutCarrier = ({ node, link }: End): Broken | undefined =>
  link.flags.includes("LOWER_UP")
    ? undefined
    : broken(node, "no-carrier", { link: link.ifname }, `ip link show ${link.ifname}`);

const VLAN_TAG = 4; // bytes that a frame may be longer: is_skb_forwardable() in linux/netdevice.h

/** A veth, or a bridge's port, takes no frame that its own MTU has no room for, and tells nobody. What is cut into fragments, or segments, is not looked at. */
export function tooLong({ node, link: { ifname, mtu } }: End, { packet }: Frame): Broken | undefined {
  const bytes = packet.protocol === "ip" ? lengthOf(packet) : undefined;
  if (bytes === undefined || bytes <= mtu + VLAN_TAG) return undefined;
  const facts = { link: ifname, mtu: String(mtu), bytes: String(bytes) };
  return broken(node, "too-long", facts, `ip link show ${ifname}`);
}

/**
 * A router sends back what is too long and must not be cut, as all of TCP and UDP and of a ping but the reply (ip(7),
 * IP_MTU_DISCOVER): RFC 1191. Who does not hear of that sends no shorter ones.
 */
export function unheardMtu({ node, link: { ifname, mtu } }: End, packet: Packet): Broken | undefined {
  const bytes = packet.longest ?? lengthOf(packet);
  const isWhole = packet.over !== undefined || packet.type === "echo-request";
  if (bytes === undefined || bytes <= mtu || !isWhole) return undefined;
  const facts = { link: ifname, mtu: String(mtu), bytes: String(bytes) };
  return broken(node, "unheard-mtu", facts, `ip link show ${ifname}`);
}
