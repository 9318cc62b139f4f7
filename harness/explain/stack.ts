// What a node's IP stack does with a packet: one that it sends, one that came in, and the hooks on its way.

import type { Fact } from "../kernel/facts.ts";
import type { Link } from "../kernel/link.ts";
import type { KernelNode } from "../kernel/node.ts";
import { isIn } from "../kernel/prefix.ts";
import type { Route } from "../kernel/route.ts";
import type { NoRoute } from "../kernel/route-to.ts";
import { type Broken, broken } from "./broken.ts";
import { isDown, unheardMtu } from "./carrier.ts";
import { inputRoute, isLoopback, refusedInput } from "./input.ts";
import { DEFAULT_TTL } from "./iptables-rule.ts";
import { natStops, restored, translated } from "./nat.ts";
import { type At, flowOf, type Packet } from "./packet.ts";
import type { Result, Trip } from "./trip.ts";
import { type End, filtered, type View } from "./view.ts";
import { xfrmStop } from "./xfrm.ts";

type Hop = {
  stop?: Broken;
  isLocal?: boolean;
  hop?: string | undefined;
  from: { packet: Packet; end?: End | undefined };
};

/** A packet that the node itself sends. */
export function output(trip: Trip, node: KernelNode, given: Packet): Hop {
  const { view } = trip;
  let packet: Packet = { ...given, ttl: Number(node.sysctl("net.ipv4.ip_default_ttl").value ?? DEFAULT_TTL) };
  let looked = routeOut(node, packet);
  let route = looked.value;
  if (isNone(route)) return { stop: noRoute(view, node, packet, looked), from: { packet } };
  if (!packet.src) {
    packet = { ...packet, src: route.prefsrc ?? "" };
    // who connects is asked again, with the address that was chosen: ip_route_connect() in net/route.h
    if (packet.over) looked = routeOut(node, packet);
    route = looked.value;
    if (isNone(route)) return { stop: noRoute(view, node, packet, looked), from: { packet } };
  }
  const blocked = xfrmStop(view, node, "out", packet);
  if (blocked) return { stop: blocked, from: { packet } };
  const before = packet;
  const oif = route.dev ?? "";
  const out = passed(trip, node, "output", packet, { oif });
  if (out.stop) return { stop: out.stop, from: { packet } };
  packet = restored(trip.nat, node, "early", translated(trip, node, out.packet, out.rewrite, oif));
  if (packet.dst !== before.dst || packet.mark !== before.mark) looked = routeOut(node, packet);
  route = looked.value;
  if (isNone(route)) return { stop: noRoute(view, node, packet, looked), from: { packet } };
  const sent = leaving(trip, node, packet, { oif: route.dev ?? "" });
  if (sent.stop) return { stop: sent.stop, from: { packet } };
  const from = { packet: sent.packet, end: view.end(node, route.dev) };
  return { from, isLocal: route.type === "local", hop: hopOf(route, sent.packet) };
}

const routeOut = (node: KernelNode, packet: Packet) =>
  node.routeTo(packet.dst, { ...(packet.src && { from: packet.src }), ...flowOf(packet) });

type Looked = Route | NoRoute | undefined;

const isNone = (route: Route | NoRoute | undefined): route is NoRoute | undefined => !route || "error" in route;

/** A gateway of the other family cannot be followed. */
const hopOf = (route: Route, { dst }: Packet) => (route.via ? undefined : (route.gateway ?? dst));

type Step = { packet: Packet; out: End | undefined; gateway: string | undefined } | { result: Result };

/** By what link, and to which next hop, the packet was sent here. */
type Sent = { by: End; gateway: string };

/** A packet that came in at `end`: it is delivered, or sent on. */
export function input(trip: Trip, end: End, given: Packet, before: Sent): Step {
  const { view } = trip;
  const { node, link } = end;
  const { mark: _, isUntracked: __, ...fresh } = given;
  let packet: Packet = before.by.node === node ? given : fresh; // neither leaves its network namespace
  const first = passed(trip, node, "prerouting", packet, { iif: link.ifname });
  if (first.stop) return { result: { broken: first.stop, packet } };
  packet = restored(trip.nat, node, "early", translated(trip, node, first.packet, first.rewrite, link.ifname));
  const refused = refusedInput(view, end, packet);
  if (refused) return { result: { broken: refused, packet } };
  const looked = inputRoute(end, packet);
  const route = looked.value;
  if (route && "type" in route && route.type === "local") return { result: deliver(trip, end, packet) };
  if (view.owns(node, packet.dst)) return { result: { packet } }; // the kernel will not have it, and does not say why
  if (forwardingOf(end) !== "1") return { result: { broken: notForwarding(view, end, packet, before), packet } };
  if (isNone(route)) return { result: { broken: noRoute(view, node, packet, looked), packet } };
  packet = { ...packet, ttl: (packet.ttl ?? DEFAULT_TTL) - 1 };
  const blocked = xfrmStop(view, node, "fwd", packet) ?? xfrmStop(view, node, "out", packet);
  if (blocked) return { result: { broken: blocked, packet } };
  const at = { iif: link.ifname, oif: route.dev ?? "" };
  const between = passed(trip, node, "forward", packet, at);
  if (between.stop) return { result: { broken: between.stop, packet } };
  const sent = leaving(trip, node, packet, { oif: at.oif });
  if (sent.stop) return { result: { broken: sent.stop, packet } };
  const out = view.end(node, route.dev);
  const unheard = out && unheardMtu(out, packet);
  if (unheard) trip.maybe.push(unheard);
  return { packet: sent.packet, out, gateway: hopOf(route, packet) };
}

const keyFor = (link: string) => `net.ipv4.conf.${link.replaceAll(".", "/")}.forwarding`;
const forwardingOf = ({ node, link }: End) => node.sysctl(keyFor(link.ifname)).value;

/** A node with an address on one link that is sent what is for others is no router: who sends it there is wrong. */
function notForwarding(view: View, { node, link }: End, { dst }: Packet, { by, gateway }: Sent): Broken {
  const isOffForAll = node.sysctl("net.ipv4.ip_forward").value !== "1";
  const setting = isOffForAll ? "net.ipv4.ip_forward" : keyFor(link.ifname);
  if (gateway !== dst && addressed(view, node).every(({ ifname }) => ifname === link.ifname))
    return broken(by.node, "not-a-router", { dst, gateway, other: node.name, setting }, `ip route get ${dst}`);
  return broken(node, "not-forwarding", { setting, dst }, `sysctl ${setting}`);
}

/** Its links with an address, but for the loopback. */
const addressed = (view: View, node: KernelNode): Link[] =>
  view
    .ends(node)
    .flatMap(({ link }) => (link.ifname !== "lo" && view.addresses(node, link.ifname).length ? [link] : []));

export function deliver(trip: Trip, { node, link }: End, given: Packet): Result {
  const packet = given;
  const inside = passed(trip, node, "input", packet, { iif: link.ifname });
  if (inside.stop) return { broken: inside.stop, packet };
  const blocked = xfrmStop(trip.view, node, "in", packet);
  if (blocked) return { broken: blocked, packet };
  const ignores = node.sysctl("net.ipv4.icmp_echo_ignore_all");
  if (packet.type === "echo-request" && !packet.over && ignores.value === "1")
    return { broken: broken(node, "echo-ignored", {}, "sysctl net.ipv4.icmp_echo_ignore_all"), packet };
  return { at: node, packet: restored(trip.nat, node, "late", packet) };
}

/** The last hook before the link, and what NAT does there. */
function leaving(trip: Trip, node: KernelNode, packet: Packet, at: At) {
  const last = passed(trip, node, "postrouting", packet, at);
  if (last.stop) return { stop: last.stop, packet };
  return { packet: restored(trip.nat, node, "late", translated(trip, node, packet, last.rewrite, at.oif ?? "")) };
}

/** Sends the packet through a hook of the node. Dropped only since NAT has rewritten it, NAT is what stops it. */
function passed(trip: Trip, node: KernelNode, hook: string, given: Packet, at: At) {
  const { rewrite, stop, mark, mayRewrite, isUntracked } = filtered(trip.view, node, "ip", hook, given, at);
  const wasUnsure = trip.unsure !== undefined;
  if (mayRewrite) trip.unsure = hook === "postrouting" || hook === "input" ? (trip.unsure ?? "source") : "destination";
  const packet = { ...given, ...(mark !== undefined && { mark }), ...(isUntracked && { isUntracked }) };
  if (stop?.what === "maybe-filtered") trip.maybe.push(stop);
  if (stop?.what !== "filtered" || wasUnsure) return { rewrite, packet };
  const nat = trip.nat.at(-1);
  const isPing = packet.type === "echo-request" && !packet.over; // a connection may be meant to be led on
  if (!nat || !isPing || nat.inode === node.inode) return { rewrite, stop, packet };
  const { src, dst } = nat.was;
  const untouched = filtered(trip.view, node, "ip", hook, { ...packet, src, dst }, at).stop;
  return { rewrite, packet, stop: untouched ? stop : natStops(nat, stop) };
}

function noRoute(view: View, node: KernelNode, { type, src, dst }: Packet, { value, seen }: Fact<Looked>): Broken {
  const shut = isLoopback(src) && !isLoopback(dst) ? shutLocalnet(view, node, dst) : undefined;
  if (shut) return shut;
  const down = downWithout(view, node, dst);
  if (down) return down;
  const what = type === "echo-reply" ? "no-return-route" : "no-route";
  const isForAll = isNone(node.routeTo(dst).value); // else a policy rule is for such packets only
  const refusal = isNone(value) ? refusalOf(node, value?.error, isForAll) : undefined;
  const facts = { dst, reason: isNone(value) ? (value?.reason ?? "") : "", ...(refusal && { refusal }) };
  const told = broken(node, what, facts, `ip route get ${dst}`);
  return isForAll ? told : { ...told, seen };
}

/** What comes from 127.0.0.1 leaves by no link but `lo`, unless the link is told so: route_localnet in ip-sysctl.rst. */
function shutLocalnet(view: View, node: KernelNode, dst: string): Broken | undefined {
  const { value: route } = node.routeTo(dst);
  const end = isNone(route) ? undefined : view.end(node, route.dev);
  if (!end || view.setting(end, "route_localnet") === 1) return undefined;
  const setting = `net.ipv4.conf.${end.link.ifname.replaceAll(".", "/")}.route_localnet`;
  return broken(node, "no-route-localnet", { link: end.link.ifname, setting }, `sysctl ${setting}`);
}

/** What kind of route or policy rule says no: ip-route(8). Undefined where there is none of the kind. */
function refusalOf(node: KernelNode, error = "", isForAll: boolean): string | undefined {
  const kinds = { EINVAL: "blackhole", EACCES: "prohibit", EHOSTUNREACH: "unreachable" };
  const kind = { ...kinds, ...(!isForAll && { ENETUNREACH: "unreachable" }) }[error];
  const isThere = () =>
    node.routes("all").value.some(({ type }) => type === kind) ||
    node.rules().value.some(({ action }) => action === kind);
  return kind && isThere() ? kind : undefined;
}

/** A link that is down has no routes: is that why there is none? It is where the address is behind it, or there is no other link. */
function downWithout(view: View, node: KernelNode, dst: string): Broken | undefined {
  const all = addressed(view, node);
  const isOnly = all.every(({ flags }) => !flags.includes("UP"));
  const isBehind = ({ ifname }: Link) =>
    view.addresses(node, ifname).some(({ local, prefixlen }) => isIn(dst, `${local}/${prefixlen}`));
  const down = all.find((link) => !link.flags.includes("UP") && (isOnly || isBehind(link)));
  return down && isDown({ node, link: down });
}
