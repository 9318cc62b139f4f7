// What a kind of link has of its own (`info_data`), and a bridge's port (`info_slave_data`). linux/if_link.h.

import { type Attributes, be16, bits, type Field, flag, hex, nested, pick, text, u8, u16, u32 } from "./attribute.ts";
import { address, mac } from "./inet.ts";

export type LinkInfo = {
  info_kind?: string;
  info_data?: Record<string, unknown>;
  info_slave_kind?: string;
  info_slave_data?: Record<string, unknown>;
};

const IFLA_INFO_KIND = 1;
const IFLA_INFO_DATA = 2;
const IFLA_INFO_SLAVE_KIND = 4;
const IFLA_INFO_SLAVE_DATA = 5;

/** As iproute2 writes a bridge id: priority, then the MAC address without leading zeros, "8000.2:42:ac:11:0:2". */
const bridgeId = (bytes: Buffer): string =>
  `${bytes.toString("hex", 0, 2)}.${[...bytes.subarray(2, 8)].map((byte) => byte.toString(16)).join(":")}`;

/** IFLA_BR_*. Left out: the timers, which differ at each reading, and the fine points of multicast and VLANs. */
const BRIDGE: readonly Field[] = [
  [1, "forward_delay", u32],
  [2, "hello_time", u32],
  [3, "max_age", u32],
  [4, "ageing_time", u32],
  [5, "stp_state", u32],
  [6, "priority", u16],
  [7, "vlan_filtering", u8],
  [9, "group_fwd_mask", (bytes) => hex(u16(bytes))],
  [10, "root_id", bridgeId],
  [11, "bridge_id", bridgeId],
  [12, "root_port", u16],
  [13, "root_path_cost", u32],
  [14, "topology_change", u8],
  [15, "topology_change_detected", u8],
  [20, "group_addr", mac],
  [22, "mcast_router", u8],
  [23, "mcast_snooping", u8],
  [36, "nf_call_iptables", u8],
  [37, "nf_call_ip6tables", u8],
  [38, "nf_call_arptables", u8],
];

const PORT_STATES = ["disabled", "listening", "learning", "forwarding", "blocking"]; // BR_STATE_*, linux/if_bridge.h

/** IFLA_BRPORT_*. Left out: the timers, group_fwd_mask_str (group_fwd_mask in words) and backup_port. */
const BRIDGE_PORT: readonly Field[] = [
  [1, "state", (bytes) => PORT_STATES[u8(bytes)] ?? u8(bytes)],
  [2, "priority", u16],
  [3, "cost", u32],
  [4, "hairpin", flag],
  [5, "guard", flag],
  [6, "root_block", flag],
  [7, "fastleave", flag],
  [8, "learning", flag],
  [9, "flood", flag],
  [10, "proxy_arp", flag],
  [12, "proxy_arp_wifi", flag],
  [13, "root_id", bridgeId],
  [14, "bridge_id", bridgeId],
  [15, "designated_port", u16],
  [16, "designated_cost", u16],
  [17, "id", (bytes) => hex(u16(bytes))],
  [18, "no", (bytes) => hex(u16(bytes))],
  [19, "topology_change_ack", u8],
  [20, "config_pending", u8],
  [25, "multicast_router", u8],
  [27, "mcast_flood", flag],
  [28, "mcast_to_unicast", flag],
  [29, "vlan_tunnel", flag],
  [30, "bcast_flood", flag],
  [31, "group_fwd_mask", (bytes) => hex(u16(bytes))],
  [32, "neigh_suppress", flag],
  [33, "isolated", flag],
  [39, "locked", flag],
];

/** IFLA_VXLAN_*. Left out: tos, df, label, limit, and the switches that are off unless asked for (proxy, gbp …). */
const VXLAN: readonly Field[] = [
  [1, "id", u32],
  [5, "ttl", u8],
  [7, "learning", flag],
  [8, "ageing", u32],
  [10, "port_range", (bytes) => ({ low: be16(bytes), high: be16(bytes.subarray(2)) })],
  [15, "port", be16],
  [18, "udp_csum", flag],
  [19, "udp_zero_csum6_tx", flag],
  [20, "udp_zero_csum6_rx", flag],
];

const MACVLAN_MODES: readonly (readonly [number, string])[] = [
  [1, "private"],
  [2, "vepa"],
  [4, "bridge"],
  [8, "passthru"],
  [16, "source"],
];

/** IFLA_MACVLAN_*. Left out: the queue lengths, and the addresses of mode source. */
const MACVLAN: readonly Field[] = [[1, "mode", (bytes) => bits(u32(bytes), MACVLAN_MODES)[0] ?? "unknown"]];

/** IFLA_VXLAN_*: where the tunnel ends are, and through which link it leaves. */
function vxlanEnds(data: Attributes, nameOf: (ifindex: number) => string): Record<string, unknown> {
  const ends: Record<string, unknown> = {};
  for (const [type, key] of [
    [2, "remote"],
    [16, "remote6"],
    [4, "local"],
    [17, "local6"],
  ] as const) {
    const bytes = data.get(type);
    if (!bytes?.some((byte) => byte !== 0)) continue;
    const isGroup = bytes.length === 4 ? bytes[0]! >> 4 === 0xe : bytes[0] === 0xff;
    ends[isGroup ? key.replace("remote", "group") : key] = address(bytes);
  }
  const link = data.get(3);
  if (link && u32(link) !== 0) ends.link = nameOf(u32(link));
  return ends;
}

/** IFLA_LINKINFO. A kind without special data here (veth has none) gives `info_kind` alone. */
export function linkInfo(bytes: Buffer, nameOf: (ifindex: number) => string): LinkInfo {
  const found = nested(bytes);
  const info: LinkInfo = {};
  const kind = found.get(IFLA_INFO_KIND);
  if (kind) info.info_kind = text(kind);
  const data = found.get(IFLA_INFO_DATA);
  if (data && info.info_kind === "bridge") info.info_data = pick(nested(data), BRIDGE);
  if (data && info.info_kind === "macvlan") info.info_data = pick(nested(data), MACVLAN);
  if (data && info.info_kind === "vxlan") {
    info.info_data = { ...pick(nested(data), VXLAN), ...vxlanEnds(nested(data), nameOf) };
  }
  const slaveKind = found.get(IFLA_INFO_SLAVE_KIND);
  if (slaveKind) info.info_slave_kind = text(slaveKind);
  const slave = found.get(IFLA_INFO_SLAVE_DATA);
  if (slave && info.info_slave_kind === "bridge") info.info_slave_data = pick(nested(slave), BRIDGE_PORT);
  return info;
}
