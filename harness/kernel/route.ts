import { type Attributes, align, attributes, bits, type Field, nested, pick, u8, u32 } from "./attribute.ts";
import { ifnames } from "./ifname.ts";
import { address, addressBits, familyName } from "./inet.ts";
import { protocolName, routeTypeName, scopeName, tableName } from "./names.ts";
import { dump, type Netlink } from "./netlink.ts";

type Via = { family: string; host: string };
export type Nexthop = { gateway?: string; via?: Via; dev?: string; weight: number; flags: string[] };

/**
 * One route in the words of `ip -j -d route show table all` (iproute2 6.1); `family` is ours: "inet" or "inet6".
 * Left out: encap, newdst, tos, mark, realm, expires, cache, the congestion algorithm and lock bits among the metrics.
 */
export type Route = {
  family: string;
  /** unicast, local, broadcast, multicast, blackhole, unreachable, prohibit, throw … */
  type: string;
  /** "default", a prefix, or an address without its length. */
  dst: string;
  from?: string;
  gateway?: string;
  /** A gateway of the other family. */
  via?: Via;
  dev?: string;
  /** "main", "local", "default", or the number as text. */
  table: string;
  protocol?: string;
  scope?: string;
  prefsrc?: string;
  metric?: number;
  /** "dead", "onlink", "linkdown" … */
  flags: string[];
  metrics?: Record<string, number>[];
  nexthops?: Nexthop[];
  pref?: string;
  nhid?: number;
  uid?: number;
  iif?: string;
};

export const RTM_GETROUTE = 26; // linux/rtnetlink.h, as are RTA_*, RTAX_*, RTM_F_* and RTNH_F_* below
export const RTMSG_BYTES = 12; // struct rtmsg: u8 family, dst_len, src_len, tos, table, protocol, scope, type; u32 flags
const RTNEXTHOP_BYTES = 8; // struct rtnexthop: u16 length, u8 flags, u8 hops, i32 ifindex
const RTA_DST = 1;
const RTA_SRC = 2;
const RTA_IIF = 3;
const RTA_OIF = 4;
const RTA_GATEWAY = 5;
const RTA_METRICS = 8;
const RTA_MULTIPATH = 9;
const RTA_TABLE = 15;
const RTA_VIA = 18;
const RTM_F_CLONED = 0x200;
const PREFERENCES: Record<number, string> = { 0: "medium", 1: "high", 3: "low" }; // RFC 4191

const FIELDS: readonly Field[] = [
  [7, "prefsrc", address],
  [6, "metric", u32],
  [20, "pref", (bytes) => PREFERENCES[u8(bytes)] ?? String(u8(bytes))],
  [25, "uid", u32],
  [30, "nhid", u32],
];
const FLAGS = [
  [0x1, "dead"],
  [0x4, "onlink"],
  [0x2, "pervasive"],
  [0x8, "offload"],
  [0x40, "trap"],
  [0x10, "linkdown"],
  [0x20, "unresolved"],
] as const;
const METRICS: readonly Field[] = [
  [2, "mtu", u32],
  [3, "window", u32],
  [4, "rtt", (bytes) => u32(bytes) / 8],
  [5, "rttvar", (bytes) => u32(bytes) / 4],
  [6, "ssthresh", u32],
  [7, "cwnd", u32],
  [8, "advmss", u32],
  [9, "reordering", u32],
  [10, "hoplimit", u32],
  [11, "initcwnd", u32],
  [13, "rto_min", u32],
  [14, "initrwnd", u32],
  [15, "quickack", u32],
];

/** Every route of every table, of one family (AF_INET or AF_INET6), in the kernel's order: `ip route show table all`. */
export function routes(netlink: Netlink, family: number): Route[] {
  const nameOf = ifnames(netlink);
  const body = Buffer.alloc(RTMSG_BYTES);
  body.writeUInt8(family, 0);
  return dump(netlink, "the routes", RTM_GETROUTE, body).map((message) => route(message.body, nameOf));
}

/** The record of one RTM_NEWROUTE message. */
export function route(body: Buffer, nameOf: (ifindex: number) => string): Route {
  const found = attributes(body, RTMSG_BYTES);
  const family = body.readUInt8(0);
  const flags = body.readUInt32LE(8);
  const table = found.get(RTA_TABLE);
  const source = prefix(found.get(RTA_SRC), body.readUInt8(2), family);
  const isAnswer = (flags & RTM_F_CLONED) !== 0; // of `ip route get`: protocol and scope mean nothing there
  return {
    family: familyName(family),
    type: routeTypeName(body.readUInt8(7)),
    dst: prefix(found.get(RTA_DST), body.readUInt8(1), family) ?? "default",
    ...(source && { from: source }),
    ...hop(found),
    ...device(found, RTA_OIF, "dev", nameOf),
    table: tableName(table ? u32(table) : body.readUInt8(4)),
    ...(!isAnswer && { protocol: protocolName(body.readUInt8(5)), scope: scopeName(body.readUInt8(6)) }),
    ...pick(found, FIELDS),
    flags: bits(flags, FLAGS),
    ...metrics(found),
    ...device(found, RTA_IIF, "iif", nameOf),
    ...nexthops(found, nameOf),
  };
}

function prefix(bytes: Buffer | undefined, length: number, family: number): string | undefined {
  if (!bytes) return length > 0 ? `0/${length}` : undefined;
  return length === addressBits(family) ? address(bytes) : `${address(bytes)}/${length}`;
}

function hop(found: Attributes): { gateway?: string; via?: Via } {
  const gateway = found.get(RTA_GATEWAY);
  const via = found.get(RTA_VIA); // struct rtvia: u16 family, then the address
  return {
    ...(gateway && { gateway: address(gateway) }),
    ...(via && { via: { family: familyName(via.readUInt16LE(0)), host: address(via.subarray(2)) } }),
  };
}

function device(found: Attributes, type: number, key: string, nameOf: (ifindex: number) => string) {
  const ifindex = found.get(type);
  return ifindex && { [key]: nameOf(u32(ifindex)) };
}

function metrics(found: Attributes) {
  const values = pick(nested(found.get(RTA_METRICS)), METRICS) as Record<string, number>;
  return Object.keys(values).length > 0 && { metrics: [values] };
}

function nexthops(found: Attributes, nameOf: (ifindex: number) => string): { nexthops?: Nexthop[] } {
  const bytes = found.get(RTA_MULTIPATH);
  if (!bytes) return {};
  const hops: Nexthop[] = [];
  for (let at = 0; at + RTNEXTHOP_BYTES <= bytes.length; ) {
    const length = bytes.readUInt16LE(at);
    if (length < RTNEXTHOP_BYTES || at + length > bytes.length)
      throw new Error("Cannot read a nexthop: it is cut short");
    hops.push({
      ...hop(attributes(bytes.subarray(at, at + length), RTNEXTHOP_BYTES)),
      dev: nameOf(bytes.readInt32LE(at + 4)),
      weight: bytes.readUInt8(at + 3) + 1,
      flags: bits(bytes.readUInt8(at + 2), FLAGS),
    });
    at += align(length);
  }
  return { nexthops: hops };
}
