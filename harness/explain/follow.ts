// One packet, node by node, as the kernel would send it on.

import type { KernelNode } from "../kernel/node.ts";
import type { Route } from "../kernel/route.ts";
import type { NoRoute } from "../kernel/route-to.ts";
import { type Broken, broken } from "./broken.ts";
import { inputRoute, refusedInput } from "./input.ts";
import { restored, translated } from "./nat.ts";
import { nextEnd } from "./neighbour.ts";
import type { At, Nat, Packet } from "./packet.ts";
import { isDown } from "./segment.ts";
import { type End, filtered, keyOf, type View } from "./view.ts";

/** What is carried along: the changes that NAT made, and what may have stopped the packet. */
export type Trip = { view: View; to: KernelNode; nat: Nat[]; maybe: Broken[] };
/** Where it ended: stopped, delivered, or out of sight. */
export type Result = { broken?: Broken; at?: KernelNode; packet: Packet };

const farthest = 32; // nodes

/** Sends the packet from the node and follows it. */
export function follow(trip: Trip, node: KernelNode, first: Packet): Result {
  let packet = first;
  const { from, hop, stop, isLocal } = output(trip, node, packet);
  if (stop) return { broken: stop, packet };
  packet = from.packet;
  if (isLocal) return deliver(trip, { node, link: { ifname: "lo" } as End["link"] }, packet);
  let out = from.end;
  let gateway = hop;
  const seen = new Set<string>();
  for (let count = 0; count < farthest; count++) {
    if (!out || gateway === undefined) return { packet };
    const down = isDown(out);
    if (down) return { broken: down, packet };
    const next = nextEnd(trip.view, out, gateway, packet, trip.to);
    if (next.broken) return { broken: next.broken, packet };
    if (next.maybe) trip.maybe.push(next.maybe);
    if (!next.end) return { packet };
    const place = `${keyOf(next.end)} ${packet.src} ${packet.dst}`;
    if (seen.has(place)) return { broken: loop(next.end, packet), packet };
    seen.add(place);
    const step = input(trip, next.end, packet);
    if ("result" in step) return step.result;
    ({ packet, out, gateway } = step);
  }
  return { packet };
}

const loop = ({ node }: End, { dst }: Packet): Broken => broken(node, "loop", { dst }, `ip route get ${dst}`);

type Hop = {
  stop?: Broken;
  isLocal?: boolean;
  hop?: string | undefined;
  from: { packet: Packet; end?: End | undefined };
};

/** A packet that the node itself sends. */
function output(trip: Trip, node: KernelNode, given: Packet): Hop {
  const { view } = trip;
  let packet = given;
  let route = routeOut(node, packet);
  if (isNone(route)) return { stop: noRoute(view, node, packet, route), from: { packet } };
  if (!packet.src) packet = { ...packet, src: route.prefsrc ?? "" };
  const before = packet;
  const oif = route.dev ?? "";
  const out = passed(trip, node, "output", packet, { oif });
  if (out.stop) return { stop: out.stop, from: { packet } };
  packet = restored(trip.nat, node, "early", translated(trip, node, packet, out.rewrite, oif));
  if (packet.dst !== before.dst) route = routeOut(node, packet);
  if (isNone(route)) return { stop: noRoute(view, node, packet, route), from: { packet } };
  const sent = leaving(trip, node, packet, { oif: route.dev ?? "" });
  if (sent.stop) return { stop: sent.stop, from: { packet } };
  const from = { packet: sent.packet, end: view.end(node, route.dev) };
  return { from, isLocal: route.type === "local", hop: hopOf(route, sent.packet) };
}

const routeOut = (node: KernelNode, { src, dst }: Packet) =>
  node.routeTo(dst, { ipproto: "icmp", ...(src && { from: src }) }).value;

const isNone = (route: Route | NoRoute | undefined): route is NoRoute | undefined => !route || "error" in route;

/** A gateway of the other family cannot be followed. */
const hopOf = (route: Route, { dst }: Packet) => (route.via ? undefined : (route.gateway ?? dst));

type Step = { packet: Packet; out: End | undefined; gateway: string | undefined } | { result: Result };

/** A packet that came in at `end`: it is delivered, or sent on. */
function input(trip: Trip, end: End, given: Packet): Step {
  const { view } = trip;
  const { node, link } = end;
  let packet = given;
  const before = passed(trip, node, "prerouting", packet, { iif: link.ifname });
  if (before.stop) return { result: { broken: before.stop, packet } };
  packet = restored(trip.nat, node, "early", translated(trip, node, packet, before.rewrite, link.ifname));
  const refused = refusedInput(view, end, packet);
  if (refused) return { result: { broken: refused, packet } };
  const route = inputRoute(end, packet);
  if (route && "type" in route && route.type === "local") return { result: deliver(trip, end, packet) };
  if (view.owns(node, packet.dst)) return { result: { packet } }; // the kernel will not have it, and does not say why
  if (link.ifname && forwardingOf(end) !== "1") return { result: { broken: notForwarding(end, packet), packet } };
  if (isNone(route)) return { result: { broken: noRoute(view, node, packet, route), packet } };
  const at = { iif: link.ifname, oif: route.dev ?? "" };
  const between = passed(trip, node, "forward", packet, at);
  if (between.stop) return { result: { broken: between.stop, packet } };
  const sent = leaving(trip, node, packet, { oif: at.oif });
  if (sent.stop) return { result: { broken: sent.stop, packet } };
  return { packet: sent.packet, out: view.end(node, route.dev), gateway: hopOf(route, packet) };
}

const keyFor = (link: string) => `net.ipv4.conf.${link.replaceAll(".", "/")}.forwarding`;
const forwardingOf = ({ node, link }: End) => node.sysctl(keyFor(link.ifname)).value;

function notForwarding({ node, link }: End, { dst }: Packet): Broken {
  const isOffForAll = node.sysctl("net.ipv4.ip_forward").value !== "1";
  const setting = isOffForAll ? "net.ipv4.ip_forward" : keyFor(link.ifname);
  return broken(node, "not-forwarding", { setting, dst }, `sysctl ${setting}`);
}

function deliver(trip: Trip, { node, link }: End, given: Packet): Result {
  const packet = given;
  const inside = passed(trip, node, "input", packet, { iif: link.ifname });
  if (inside.stop) return { broken: inside.stop, packet };
  const ignores = node.sysctl("net.ipv4.icmp_echo_ignore_all");
  if (packet.type === "echo-request" && ignores.value === "1")
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
function passed(trip: Trip, node: KernelNode, hook: string, packet: Packet, at: At) {
  const { rewrite, stop } = filtered(trip.view, node, "ip", hook, packet, at);
  if (stop?.what === "maybe-filtered") trip.maybe.push(stop);
  if (stop?.what !== "filtered") return { rewrite };
  const nat = trip.nat.at(-1);
  if (!nat || packet.type !== "echo-request" || nat.inode === node.inode) return { rewrite, stop };
  const untouched = filtered(trip.view, node, "ip", hook, { ...packet, ...nat.was }, at).stop;
  return { rewrite, stop: untouched ? stop : natStops(nat, stop) };
}

/** NAT, seen from where it does harm. */
export const natStops = ({ node, was, now, rule, seen }: Nat, stop: Broken): Broken => {
  const [from, to] = was.src === now.src ? [was.dst, now.dst] : [was.src, now.src];
  return { node, what: "nat", facts: { from, to, rule, at: stop.node, stop: stop.what }, seen };
};

function noRoute(view: View, node: KernelNode, packet: Packet, route: NoRoute | undefined): Broken {
  // a link that is down has no routes
  const down = view.ends(node).find(({ link }) => !link.flags.includes("UP") && view.addresses(node, link.ifname)[0]);
  if (down && down.link.ifname !== "lo") return isDown(down)!;
  const what = packet.type === "echo-reply" ? "no-return-route" : "no-route";
  return broken(node, what, { dst: packet.dst, reason: route?.reason ?? "" }, `ip route get ${packet.dst}`);
}
