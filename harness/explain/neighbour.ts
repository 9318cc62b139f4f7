// From the next hop's address to the link that the frame comes up at: the neighbour table, else ARP.

import { arpOff, byArp, request } from "./arp.ts";
import { broken } from "./broken.ts";
import { addressMissing, gap, onPort } from "./gap.ts";
import type { Packet } from "./packet.ts";
import { type Arrival, carry, type Next } from "./segment.ts";
import type { Trip } from "./trip.ts";
import { anotherHas, sameMac } from "./twice.ts";
import { type End, isBridge, type View } from "./view.ts";

const GROUP_BIT = 1; // of a MAC address's first byte; IEEE 802
/** What was learnt is asked for again by those who ask from cold tables. */
const BY_HAND = ["PERMANENT", "NOARP"];

export function nextEnd({ view, to, isLearnt = false }: Trip, from: End, hop: string, packet: Packet): Next {
  const entries = from.node.neighbours(from.link.ifname, true).value.filter(({ dst, lladdr }) => dst === hop && lladdr);
  const written = entries.find(({ state }) => state.some((word) => BY_HAND.includes(word)));
  if (written) return byEntry(view, from, hop, packet, to, written.lladdr!);
  const learnt = isLearnt ? entries[0]?.lladdr : undefined;
  if (learnt) return byLearnt(view, from, hop, packet, to, learnt);
  if (from.link.flags.includes("NOARP")) return { broken: arpOff(from, hop) };
  if (from.link.master && isBridgePort(view, from)) return { broken: onPort(from) };
  const asked = byArp(view, from, hop, packet, to);
  const mac = asked.broken ? undefined : asked.end?.link.address;
  return mac ? { ...asked, ...byEntry(view, from, hop, packet, to, mac, true) } : asked;
}

const isBridgePort = (view: View, { node, link }: End): boolean => {
  const master = view.end(node, link.master);
  return master !== undefined && isBridge(master);
};

/** A MAC address that is nobody's whom one can look into is none to follow. */
function byLearnt(view: View, from: End, hop: string, packet: Packet, to: End["node"], mac: string): Next {
  const isKnown = view.nodes.some((node) => view.ends(node).some(({ link }) => link.address === mac));
  if (isKnown) return byEntry(view, from, hop, packet, to, mac);
  const owners = view.others(from.node, hop);
  return unknownMac(view, from, { address: hop, mac, link: from.link.ifname }, owners);
}

/** `isLearnt`: the answer to the ARP request has just told the bridges where the MAC address is. */
function byEntry(
  view: View,
  from: End,
  hop: string,
  packet: Packet,
  to: End["node"],
  mac: string,
  isLearnt = false,
): Next {
  const isForAll = (Number.parseInt(mac.slice(0, 2), 16) & GROUP_BIT) === 1;
  const frame = { packet: { ...packet, srcMac: from.link.address!, dstMac: mac } };
  const carried = carry(view, from, { ...frame, mac: isForAll ? undefined : mac, ...(isLearnt && { isLearnt }) });
  const isWanted = ({ end }: Arrival) => (isForAll ? view.owns(end.node, hop) : end.link.address === mac);
  const found = carried.arrivals.filter(isWanted);
  const owners = view.others(from.node, hop);
  const macOwner = owners.flatMap((node) => view.ends(node)).find(({ link }) => link.address === mac);
  if (mac === from.link.address && macOwner) return { broken: sameMac(macOwner, from) };
  const owned = found.filter(({ end }) => view.owns(end.node, hop));
  const entry = { address: hop, mac, link: from.link.ifname };
  const seen = shownBy(from, hop);
  // tcp_v4_rcv() in net/ipv4/tcp_ipv4.c takes what was sent to this host alone
  if (isForAll && packet.over === "tcp") return { broken: broken(from.node, "mac-for-all", entry, seen) };
  const best = (owned.length ? owned : found).find((one) => !one.broken) ?? owned[0] ?? found[0];
  const wrong = broken(from.node, "wrong-neighbour", entry, seen);
  if (!best) {
    if (carried.isOpen) return unknownMac(view, from, entry, owners);
    if (!macOwner) return { broken: wrong };
    return gap(view, from, carried, hop, hop === packet.dst ? to : undefined);
  }
  const twin = carried.arrivals.find(
    (one) => one !== best && !one.broken && one.end.link.address === mac && one.end.node !== best.end.node,
  );
  if (best.broken?.what === "wrong-fdb" && twin) return { broken: sameMac(twin.end, best.end) };
  // somebody else's MAC address: only a router could make something of it
  const isOwner = view.owns(best.end.node, hop);
  const isRouter = view.setting(best.end, "forwarding") === 1;
  if (!isOwner && best.end.node === to && hop === packet.dst) return { broken: addressMissing(to, hop) };
  if (!isOwner && !isRouter) return { broken: wrong };
  const asked = carry(view, from, { packet: request(view, from, hop, packet), mac: undefined });
  const owning = asked.arrivals.filter((one) => !one.broken && view.owns(one.end.node, hop));
  // the bridges send it where they heard the MAC address last
  const maybe = twin && !best.maybe ? { maybe: sameMac(twin.end, best.end) } : {};
  return { ...best, ...maybe, ...anotherHas(best, owning, hop) };
}

/** Somebody whom nobody can look into may have the MAC address: but the owner of the IP address has another. */
function unknownMac(
  view: View,
  from: End,
  entry: Record<"address" | "mac" | "link", string>,
  owners: End["node"][],
): Next {
  const [owner, another] = owners;
  const right = owner && view.endWith(owner, entry.address)?.link.address;
  const isCable = from.link.linkinfo?.info_kind === "veth" || isBridge(from);
  if (!right || another || !isCable) return {};
  const facts = { ...entry, owner: owner.name, right };
  return { maybe: broken(from.node, "other-mac", facts, shownBy(from, entry.address)) };
}

/** `ip` leaves out what needs no resolution (NOARP), unless it is told not to. */
function shownBy({ node, link: { ifname } }: End, hop: string): string {
  const isUsual = node.neighbours(ifname).value.some(({ dst }) => dst === hop);
  return `ip neigh show dev ${ifname}${isUsual ? "" : " nud all"}`;
}
