// ARP (RFC 826): who has the next hop's address, does it answer, and does the answer come back?

import { type Broken, broken } from "./broken.ts";
import { gap } from "./gap.ts";
import { refusedInput } from "./input.ts";
import type { Packet } from "./packet.ts";
import { type Arrival, carry, type Next } from "./segment.ts";
import { anotherHas, sameMac } from "./twice.ts";
import { addressTowards, type End, filtered, type View } from "./view.ts";

export function byArp(view: View, from: End, hop: string, packet: Packet, to: End["node"]): Next {
  const asked = request(view, from, hop, packet);
  const output = filtered(view, from.node, "arp", "output", asked, { oif: from.link.ifname }).stop;
  if (output?.what === "filtered") return { broken: output };
  const carried = carry(view, from, { packet: asked, mac: undefined });
  const answering = carried.arrivals.filter(({ end }) => end.node !== from.node && view.owns(end.node, hop));
  const clear = answering.filter((one) => !one.broken);
  const best = clear.find(({ end }) => end.node === to) ?? clear[0];
  if (best) return answer(view, from, best, clear, asked, hop);
  const proxy = carried.arrivals.find((one) => !one.broken && isProxy(view, one.end, from, asked.src, hop));
  if (proxy) return proxy;
  if (answering[0]) return answering[0];
  return gap(view, from, carried, hop, hop === packet.dst ? to : undefined);
}

/** The ARP request, as arp_announce 0 has it: the packet's own source where it is the node's. */
export const request = (view: View, from: End, hop: string, { src }: Packet): Packet => ({
  protocol: "arp",
  type: "request",
  src: view.owns(from.node, src) ? src : (addressTowards(view, from, hop) ?? src),
  dst: hop,
  state: "new",
  srcMac: from.link.address!,
});

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
  return { end: best.end, ...anotherHas(best, clear, hop) };
}

export const arpOff = ({ node, link }: End, address: string): Broken =>
  broken(node, "arp-off", { link: link.ifname, address }, `ip link show ${link.ifname}`);

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
