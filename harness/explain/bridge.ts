// A frame through a bridge: which ports it leaves by, and what keeps it from the others.

import { type Broken, broken } from "./broken.ts";
import { isDown, tooLong } from "./carrier.ts";
import type { Frame } from "./packet.ts";
import { type End, filtered, isSame, type View } from "./view.ts";

export type Noted = { broken?: Broken; maybe?: Broken };

/** `from` is the port it came in by; without one the bridge's own node sends it. `up`: it is (also) for that node. */
export function throughBridge(view: View, bridge: End, from: End | undefined, frame: Frame) {
  const inward = isDown(bridge) ?? (from && (blocked(from) ?? locked(view, bridge, from, frame))) ?? undefined;
  const known = frame.mac === undefined ? undefined : entryFor(view, bridge, frame, frame.mac);
  const out = view.ports(bridge).flatMap((port) => {
    if (from && isSame(from, port) && port.link.linkinfo?.info_slave_data?.hairpin !== true) return [];
    const down = inward ?? isDown(port) ?? peerDown(view, port) ?? blocked(port);
    const noted: Noted = down ? { broken: down } : refused(view, bridge, from, port, known, frame);
    const long = noted.broken ? undefined : tooLong(port, frame);
    if (long) noted.broken = long;
    return [{ end: port, ...noted }];
  });
  if (!from) return { out };
  const isHidden = known && known.state !== "permanent"; // the FDB says it belongs to a port
  const stop = isHidden ? misled(bridge, known, bridge) : (inward ?? withoutOwn(view, bridge, frame));
  const up: Noted = stop ? { broken: stop } : {};
  if (!up.broken) Object.assign(up, verdict(view, bridge, from, undefined, frame));
  return { out, up };
}

const peerDown = (view: View, port: End): Broken | undefined => {
  const peer = view.peer(port);
  return peer && isDown(peer);
};

type Entry = ReturnType<View["fdb"]>[number];

/** The FDB's entry for the MAC address. One that traffic just taught is right; VLANs are not looked into. */
function entryFor(view: View, bridge: End, { isLearnt }: Frame, mac: string): Entry | undefined {
  if (bridge.link.linkinfo?.info_data?.vlan_filtering) return undefined;
  if (mac === bridge.link.address) return undefined;
  const entries = view.fdb(bridge).filter((entry) => entry.mac === mac && !entry.flags.includes("self"));
  const local = entries.find(({ state }) => state === "permanent");
  const entry = local ?? entries[0];
  const isFixed = entry && (entry.state === "permanent" || entry.flags.includes("sticky"));
  return isLearnt && !isFixed ? undefined : entry;
}

const on = (port: End, key: string): boolean | undefined =>
  port.link.linkinfo?.info_slave_data?.[key] as boolean | undefined;

function blocked(port: End): Broken | undefined {
  const state = port.link.linkinfo?.info_slave_data?.state;
  if (state === undefined || state === "forwarding") return undefined;
  const { ifname } = port.link;
  return broken(port.node, "port-blocked", { link: ifname, state: String(state) }, `bridge -d link show dev ${ifname}`);
}

function refused(
  view: View,
  bridge: End,
  from: End | undefined,
  port: End,
  known: Entry | undefined,
  frame: Frame,
): Noted {
  const { node, link } = port;
  const seen = `bridge -d link show dev ${link.ifname}`;
  if (from && on(from, "isolated") && on(port, "isolated"))
    return { broken: broken(node, "isolated", { link: from.link.ifname, other: link.ifname }, seen) };
  if (known && (known.state === "permanent" || known.ifname !== link.ifname))
    return { broken: misled(bridge, known, port) };
  const isFlooded = !known && !(frame.isLearnt && learns(bridge, port));
  const setting = isFlooded ? floodStop(from, port, frame) : undefined;
  if (setting) return { broken: broken(node, "no-flood", { link: link.ifname, setting }, seen) };
  return verdict(view, bridge, from, port, frame);
}

const learns = ({ link }: End, port: End): boolean =>
  on(port, "learning") !== false && link.linkinfo?.info_data?.ageing_time !== 0;

/** What keeps a flooded frame from the port: br_flood() in net/bridge/br_forward.c, where the bridge's own broadcasts go everywhere. */
function floodStop(from: End | undefined, port: End, { mac }: Frame): string | undefined {
  const key = mac === undefined ? "bcast_flood" : "flood";
  if (on(port, key) === false && (from || mac !== undefined)) return `${key} off`;
  return on(port, "proxy_arp") ? "proxy_arp on" : undefined;
}

/** A locked port takes frames only of MAC addresses that the FDB has behind it: ip-link(8), bridge_slave. */
function locked(view: View, bridge: End, port: End, { packet: { srcMac } }: Frame): Broken | undefined {
  const { ifname } = port.link;
  if (!on(port, "locked") || srcMac === undefined) return undefined;
  const isKnown = view.fdb(bridge).some((entry) => entry.mac === srcMac && entry.ifname === ifname);
  return isKnown
    ? undefined
    : broken(port.node, "port-locked", { link: ifname, mac: srcMac }, `bridge -d link show dev ${ifname}`);
}

/** A flushed FDB may lack the bridge's own MAC address: then the bridge floods what is meant for itself. */
function withoutOwn(view: View, bridge: End, { mac }: Frame): Broken | undefined {
  const { node, link } = bridge;
  if (mac === undefined || mac !== link.address) return undefined;
  if (view.fdb(bridge).some((entry) => entry.mac === mac && entry.state === "permanent")) return undefined;
  return broken(node, "fdb-lacks-own", { mac, link: link.ifname }, `bridge fdb show br ${link.ifname}`);
}

const misled = ({ node, link }: End, entry: Entry, right: End): Broken =>
  broken(
    node,
    "wrong-fdb",
    { mac: entry.mac, link: entry.ifname, right: right.link.ifname, state: entry.state || "dynamic" },
    `bridge fdb show br ${link.ifname}`,
  );

/** The filters on the way: the bridge's own, and iptables' where bridged packets are handed to it. */
function verdict(view: View, bridge: End, from: End | undefined, port: End | undefined, { packet }: Frame): Noted {
  const { node, link } = bridge;
  const [iif, oif] = [from?.link.ifname, port?.link.ifname];
  const noted: Noted = {};
  const note = (stop: Broken | undefined) => {
    if (stop?.what === "filtered") noted.broken ??= stop;
    else if (stop) noted.maybe ??= stop;
  };
  if (from) note(filtered(view, node, "bridge", "prerouting", packet, { iif: iif! }).stop);
  const middle = from && port ? "forward" : port ? "output" : "input";
  note(filtered(view, node, "bridge", middle, packet, { ...(iif && { iif }), ...(oif && { oif }) }).stop);
  if (port) note(filtered(view, node, "bridge", "postrouting", packet, { oif: oif! }).stop);
  if (!from || !port || packet.protocol !== "ip" || !callsIptables(bridge)) return noted;
  const at = { physin: iif!, physout: oif! };
  note(filtered(view, node, "ip", "prerouting", packet, { physin: iif!, iif: link.ifname }).stop);
  note(filtered(view, node, "ip", "forward", packet, { ...at, iif: link.ifname, oif: link.ifname }).stop);
  note(filtered(view, node, "ip", "postrouting", packet, { ...at, oif: link.ifname }).stop);
  return noted;
}

/** The switch for all bridges of the namespace, or this bridge's own. */
const callsIptables = ({ node, link }: End): boolean =>
  node.sysctl("net.bridge.bridge-nf-call-iptables").value === "1" || link.linkinfo?.info_data?.nf_call_iptables === 1;
