// From the next hop's address to the link that the frame comes up at: the neighbour table, else ARP (RFC 826).

import { type Broken, broken } from "./broken.ts";
import { addressMissing, gap, onPort } from "./gap.ts";
import { refusedInput } from "./input.ts";
import type { Packet } from "./packet.ts";
import { type Arrival, carry } from "./segment.ts";
import { addressTowards, type End, filtered, isBridge, type View } from "./view.ts";

/** Where the packet comes up next, or what stops it; neither where it cannot be followed. */
export type Next = { end?: End; broken?: Broken; maybe?: Broken };

const GROUP_BIT = 1; // of a MAC address's first byte; IEEE 802
const USABLE = ["PERMANENT", "NOARP", "REACHABLE", "STALE", "DELAY", "PROBE"];

export function nextEnd(view: View, from: End, hop: string, packet: Packet, to: End["node"]): Next {
  const entry = from.node
    .neighbours(from.link.ifname)
    .value.find(({ dst, lladdr, state }) => dst === hop && lladdr && state.some((word) => USABLE.includes(word)));
  if (entry?.lladdr) return byEntry(view, from, hop, packet, to, entry.lladdr);
  if (from.link.flags.includes("NOARP")) return { broken: arpOff(from, hop) };
  if (from.link.master && isBridgePort(view, from)) return { broken: onPort(from) };
  return byArp(view, from, hop, packet, to);
}

const isBridgePort = (view: View, { node, link }: End): boolean => {
  const master = view.end(node, link.master);
  return master !== undefined && isBridge(master);
};

const arpOff = ({ node, link }: End, address: string): Broken =>
  broken(node, "arp-off", { link: link.ifname, address }, `ip link show ${link.ifname}`);

function byEntry(view: View, from: End, hop: string, packet: Packet, to: End["node"], mac: string): Next {
  const isForAll = (Number.parseInt(mac.slice(0, 2), 16) & GROUP_BIT) === 1;
  const frame = { packet: { ...packet, srcMac: from.link.address!, dstMac: mac } };
  const carried = carry(view, from, { ...frame, mac: isForAll ? undefined : mac });
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
  return best;
}

const sameMac = ({ node, link }: End, other: End): Broken =>
  broken(
    node,
    "duplicate-mac",
    { mac: link.address ?? "", link: link.ifname, other: other.node.name, otherLink: other.link.ifname },
    `ip link show ${link.ifname}`,
  );

function byArp(view: View, from: End, hop: string, packet: Packet, to: End["node"]): Next {
  const own = view.owns(from.node, packet.src) ? packet.src : (addressTowards(view, from, hop) ?? packet.src);
  const asked: Packet = {
    protocol: "arp",
    type: "request",
    src: own,
    dst: hop,
    state: "new",
    srcMac: from.link.address!,
  };
  const output = filtered(view, from.node, "arp", "output", asked, { oif: from.link.ifname }).stop;
  if (output?.what === "filtered") return { broken: output };
  const carried = carry(view, from, { packet: asked, mac: undefined });
  const answering = carried.arrivals.filter(({ end }) => end.node !== from.node && view.owns(end.node, hop));
  const clear = answering.filter((one) => !one.broken);
  const best = clear.find(({ end }) => end.node === to) ?? clear[0];
  if (best) return answer(view, from, best, clear, asked, hop);
  const proxy = carried.arrivals.find((one) => !one.broken && isProxy(view, one.end, from, own, hop));
  if (proxy) return proxy;
  if (answering[0]) return answering[0];
  const missing = gap(view, from, carried, hop, hop === packet.dst ? to : undefined);
  return missing ? { broken: missing } : {};
}

/** Does the owner answer, and does the answer come back? */
function answer(view: View, from: End, best: Arrival, clear: Arrival[], asked: Packet, hop: string): Next {
  const { node, link } = best.end;
  if (link.flags.includes("NOARP")) return { broken: arpOff(best.end, hop) };
  const silent = keepsSilent(view, best.end, hop);
  if (silent) return { broken: silent };
  if (link.address === from.link.address) return { broken: sameMac(best.end, from) };
  const input = filtered(view, node, "arp", "input", asked, { iif: link.ifname }).stop;
  if (input?.what === "filtered") return { broken: input };
  const refused = refusedInput(view, best.end, { ...asked, protocol: "ip" });
  if (refused) return { broken: refused };
  const said: Packet = {
    ...asked,
    type: "reply",
    src: hop,
    dst: asked.src,
    srcMac: link.address!,
    dstMac: from.link.address!,
  };
  const output = filtered(view, node, "arp", "output", said, { oif: link.ifname }).stop;
  if (output?.what === "filtered") return { broken: output };
  const back = carry(view, best.end, { packet: said, mac: from.link.address, isLearnt: true });
  const home = back.arrivals.filter(({ end }) => end.node === from.node && end.link.address === from.link.address);
  const stop = home.length > 0 && home.every((one) => one.broken) ? home[0]!.broken : undefined;
  if (stop) return { broken: stop };
  const heard = filtered(view, from.node, "arp", "input", said, { iif: from.link.ifname }).stop;
  if (heard?.what === "filtered") return { broken: heard };
  return { end: best.end, ...maybeOf(best, clear, hop) };
}

function maybeOf(best: Arrival, clear: Arrival[], hop: string): { maybe?: Broken } {
  const other = clear.find(({ end }) => end.node !== best.end.node);
  const twice = other && twoHave(other.end, hop, best.end.node.name);
  const maybe = best.maybe ?? twice;
  return maybe ? { maybe } : {};
}

export const twoHave = ({ node }: { node: End["node"] }, address: string, other: string): Broken =>
  broken(node, "duplicate-address", { address, other }, "ip -br -4 address");

/** arp_ignore, in Documentation/networking/ip-sysctl.rst. */
function keepsSilent(view: View, end: End, hop: string): Broken | undefined {
  const value = view.setting(end, "arp_ignore");
  const isOwn = view.addresses(end.node, end.link.ifname).some(({ local }) => local === hop);
  if (value === 8 || ((value === 1 || value === 2) && !isOwn)) {
    const facts = { link: end.link.ifname, address: hop, setting: "arp_ignore", value: String(value) };
    return broken(end.node, "no-arp-answer", facts, `sysctl net.ipv4.conf.${end.link.ifname}.arp_ignore`);
  }
  return undefined;
}

/** Proxy ARP: a router that answers for addresses behind it. */
function isProxy(view: View, end: End, from: End, source: string, hop: string): boolean {
  if (end.node === from.node || view.setting(end, "forwarding") !== 1) return false;
  const isPrivate = view.setting(end, "proxy_arp_pvlan") === 1;
  if (!isPrivate && view.setting(end, "proxy_arp") !== 1) return false;
  const { value: route } = end.node.routeTo(hop, { from: source, iif: end.link.ifname });
  return route !== undefined && !("error" in route) && (isPrivate || route.dev !== end.link.ifname);
}
