// From the next hop's address to the link that the frame comes up at: the neighbour table, else ARP.

import { arpOff, byArp, request } from "./arp.ts";
import { broken } from "./broken.ts";
import { addressMissing, gap, onPort } from "./gap.ts";
import type { Packet } from "./packet.ts";
import { type Arrival, carry, type Next } from "./segment.ts";
import { anotherHas, sameMac } from "./twice.ts";
import { type End, isBridge, type View } from "./view.ts";

const GROUP_BIT = 1; // of a MAC address's first byte; IEEE 802
/** What was learnt is asked for again by those who ask from cold tables. */
const BY_HAND = ["PERMANENT", "NOARP"];

export function nextEnd(view: View, from: End, hop: string, packet: Packet, to: End["node"]): Next {
  const entry = from.node
    .neighbours(from.link.ifname)
    .value.find(({ dst, lladdr, state }) => dst === hop && lladdr && state.some((word) => BY_HAND.includes(word)));
  if (entry?.lladdr) return byEntry(view, from, hop, packet, to, entry.lladdr);
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
  const owners = view.nodes.filter((node) => node !== from.node && view.owns(node, hop));
  const macOwner = owners.flatMap((node) => view.ends(node)).find(({ link }) => link.address === mac);
  if (mac === from.link.address && macOwner) return { broken: sameMac(macOwner, from) };
  const owned = found.filter(({ end }) => view.owns(end.node, hop));
  const best = (owned.length ? owned : found).find((one) => !one.broken) ?? owned[0] ?? found[0];
  const entry = { address: hop, mac, link: from.link.ifname };
  const wrong = broken(from.node, "wrong-neighbour", entry, `ip neigh show dev ${from.link.ifname}`);
  if (!best) {
    if (carried.isOpen) return {};
    if (!macOwner) return { broken: wrong };
    const missing = gap(view, from, carried, hop, hop === packet.dst ? to : undefined);
    return missing ? { broken: missing } : {};
  }
  const twin = carried.arrivals.find((one) => one !== best && !one.broken && one.end.link.address === mac);
  if (best.broken?.what === "wrong-fdb" && twin) return { broken: sameMac(twin.end, best.end) };
  // somebody else's MAC address: only a router could make something of it
  const isOwner = view.owns(best.end.node, hop);
  const isRouter = view.setting(best.end, "forwarding") === 1;
  if (!isOwner && best.end.node === to && hop === packet.dst) return { broken: addressMissing(to, hop) };
  if (!isOwner && !isRouter) return { broken: wrong };
  const asked = carry(view, from, { packet: request(view, from, hop, packet), mac: undefined });
  const owning = asked.arrivals.filter((one) => !one.broken && view.owns(one.end.node, hop));
  return { ...best, ...anotherHas(best, owning, hop) };
}
