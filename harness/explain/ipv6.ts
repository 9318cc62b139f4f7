// Why does a ping over IPv6 not come back? Its way by the tables, as far as it is the same as in IPv4: addresses, routes, rules,
// forwarding. Neighbours are asked about by ICMPv6 (RFC 4861), and what became of that the neighbour table says.

import type { KernelNode } from "../kernel/node.ts";
import { type Broken, broken, type Leg } from "./broken.ts";
import { isDown } from "./carrier.ts";
import { gap } from "./gap.ts";
import type { Packet } from "./packet.ts";
import { carry } from "./segment.ts";
import { type End, filtered, type View, viewOf } from "./view.ts";

type Asked = { from: KernelNode; to: KernelNode | undefined; address: string; lost?: Leg | undefined };
type Stop = { broken?: Broken | undefined; src?: string };

/** The first thing that stops it on the leg that was lost; undefined where the tables show nothing of the kind. */
export function explain6(nodes: readonly KernelNode[], { from, to, address, lost }: Asked): Broken | undefined {
  if (address.includes("%")) return undefined; // on a link, RFC 4007: no tables lead there
  const view = viewOf(nodes, "inet6");
  const [one, other] = [view.same(from)!, to && view.same(to)];
  const there = follow(view, one, other, { ...echo("echo-request"), dst: address });
  if (there.broken || !there.src || !other) return lost === "reply" ? undefined : on("request", there.broken);
  const back = follow(view, other, one, { ...echo("echo-reply"), src: address, dst: there.src });
  return lost === "request" ? undefined : on("reply", back.broken);
}

const on = (leg: Leg, found: Broken | undefined): Broken | undefined => found && { ...found, leg };

const BYTES = 104; // of ping(8), with both headers: RFC 8200, RFC 4443

const echo = (type: "echo-request" | "echo-reply"): Packet => ({
  ...{ protocol: "ip6", type, bytes: BYTES, src: "", dst: "" },
  state: type === "echo-request" ? "new" : "established",
});

const farthest = 32; // nodes

/** `src`: the address that it came from, where it arrived. */
function follow(view: View, from: KernelNode, to: KernelNode | undefined, first: Packet): Stop {
  let packet = first;
  const { dst } = packet;
  for (let [node, iif, count] = [from, undefined as string | undefined, 0]; count < farthest; count++) {
    const { value: route } = node.routeTo(dst, packet.src ? { from: packet.src, ...(iif && { iif }) } : {});
    if (!route || "error" in route) return { broken: noRoute(view, node, packet) };
    if (!packet.src) packet = { ...packet, src: route.prefsrc ?? "" };
    const oif = route.dev ?? "";
    const hooks = iif ? (["forward", "postrouting"] as const) : (["output", "postrouting"] as const);
    for (const hook of hooks) {
      const met = filtered(view, node, "ip", hook, packet, { ...(iif && { iif }), oif });
      if (met.stop) return { broken: met.stop };
      if (met.rewrite || met.mayRewrite) return {};
    }
    const end = view.end(node, oif);
    if (!end || route.via) return {};
    const next = nextEnd(view, end, route.gateway ?? dst, packet, to);
    if (!next.end) return next.broken ? { broken: next.broken } : {};
    ({ node } = next.end);
    iif = next.end.link.ifname;
    const stop = arrived(view, next.end, packet);
    if (stop) return stop;
  }
  return {};
}

/** What a node does with what came in; undefined where it looks for a way on. */
function arrived(view: View, { node, link }: End, packet: Packet): Stop | undefined {
  const iif = link.ifname;
  const first = filtered(view, node, "ip", "prerouting", packet, { iif });
  if (first.stop) return { broken: first.stop };
  if (first.rewrite || first.mayRewrite) return {};
  const setting = "net.ipv6.conf.all.forwarding";
  if (!view.owns(node, packet.dst))
    return node.sysctl(setting).value === "1"
      ? undefined
      : { broken: broken(node, "not-forwarding", { setting, dst: packet.dst }, `sysctl ${setting}`) };
  const { stop } = filtered(view, node, "ip", "input", packet, { iif });
  return stop ? { broken: stop } : { src: packet.src };
}

function nextEnd(view: View, from: End, hop: string, packet: Packet, to: KernelNode | undefined) {
  const down = isDown(from);
  if (down) return { broken: down };
  const owners = view.others(from.node, hop);
  const ends = owners.flatMap((node) =>
    view.ends(node).filter(({ link }) => view.addresses(node, link.ifname).some(({ local }) => local === hop)),
  );
  const macs = ends.map(({ link }) => link.address);
  const carried = carry(view, from, {
    packet: { ...packet, srcMac: from.link.address! },
    mac: macs[0],
    isLearnt: true,
  });
  const arrivals = carried.arrivals.filter(({ end }) =>
    ends.some((one) => one.node === end.node && one.link === end.link),
  );
  const best = arrivals.find((one) => !one.broken) ?? arrivals[0];
  if (!best) {
    const found = gap(view, from, carried, hop, hop === packet.dst ? to : undefined);
    return { broken: found.broken ?? unanswered(from, hop) ?? found.maybe };
  }
  if (best.broken) return { broken: best.broken };
  const silent = unanswered(from, hop);
  return silent ? { broken: silent } : { end: best.end };
}

/** It has asked, and nobody has told. */
function unanswered({ node, link }: End, hop: string): Broken | undefined {
  const { ifname } = link;
  const entry = node.neighbours(ifname).value.find(({ dst }) => dst === hop);
  if (!entry?.state.some((word) => word === "FAILED" || word === "INCOMPLETE")) return undefined;
  return broken(node, "no-neighbour", { address: hop, link: ifname }, `ip -6 neigh show dev ${ifname}`);
}

/** Where IPv6 is off on all its links, that is why. */
function noRoute(view: View, node: KernelNode, { dst, type }: Packet): Broken {
  const links = view.ends(node).filter(({ link }) => link.ifname !== "lo");
  const keyOf = ({ link }: End) => `net.ipv6.conf.${link.ifname.replaceAll(".", "/")}.disable_ipv6`;
  const isOff = links.length > 0 && links.every((end) => node.sysctl(keyOf(end)).value === "1");
  if (isOff) return broken(node, "no-ipv6", { setting: keyOf(links[0]!) }, `sysctl ${keyOf(links[0]!)}`);
  return broken(node, type === "echo-reply" ? "no-return-route" : "no-route", { dst }, `ip -6 route get ${dst}`);
}
