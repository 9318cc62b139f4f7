import { type Attributes, attributes, bits, type Field, nested, pick, u8, u32 } from "./attribute.ts";
import { ifnames } from "./ifname.ts";
import { address, addressBits, familyName } from "./inet.ts";
import { protocolName, routeTypeName, scopeName, tableName } from "./names.ts";
import { dump, type Netlink } from "./netlink.ts";
import { hop, NEXTHOP_FLAGS, type Nexthop, nexthops, type Via } from "./nexthop.ts";

/**
 * One route in the words of `ip -j -d route show table all` (iproute2 6.1); ours are `family`, "inet" or "inet6", and `tos`.
 * Left out: encap, newdst, mark, realm, expires, cache, the congestion algorithm and lock bits among the metrics.
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
  /** The type of service that it is for; absent where it is for any. `ip` has names for some. */
  tos?: number;
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
/** struct rtmsg: u8 family, length of dst, of src, tos, table, protocol, scope, type; u32 flags. */
export const RTMSG_BYTES = 12;
const RTA_DST = 1;
const RTA_SRC = 2;
const RTA_IIF = 3;
const RTA_OIF = 4;
const RTA_METRICS = 8;
const RTA_TABLE = 15;
const RTM_F_CLONED = 0x200;
const PREFERENCES: Record<number, string> = { 0: "medium", 1: "high", 3: "low" }; // RFC 4191

const FIELDS: readonly Field[] = [
  [7, "prefsrc", address],
  [6, "metric", u32],
  [20, "pref", (bytes) => PREFERENCES[u8(bytes)] ?? String(u8(bytes))],
  [25, "uid", u32],
  [30, "nhid", u32],
];
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

/** One family's routes (AF_INET or AF_INET6) of every table, in the kernel's order: `ip route show table all`. */
export function routes(netlink: Netlink, family: number): Route[] {
  const nameOf = ifnames(netlink);
  const body = Buffer.alloc(RTMSG_BYTES);
  body.writeUInt8(family, 0);
  const messages = dump(netlink, "routes", RTM_GETROUTE, body);
  return messages.filter((message) => message.body[0] === family).map((message) => route(message.body, nameOf));
}

/** The record of one RTM_NEWROUTE message. */
export function route(body: Buffer, nameOf: (ifindex: number) => string): Route {
  const found = attributes(body, RTMSG_BYTES);
  const family = body.readUInt8(0);
  const tos = body.readUInt8(3);
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
    ...(tos > 0 && !isAnswer && { tos }),
    table: tableName(table ? u32(table) : body.readUInt8(4)),
    ...(!isAnswer && { protocol: protocolName(body.readUInt8(5)), scope: scopeName(body.readUInt8(6)) }),
    ...pick(found, FIELDS),
    flags: bits(flags, NEXTHOP_FLAGS),
    ...metrics(found),
    ...device(found, RTA_IIF, "iif", nameOf),
    ...nexthops(found, nameOf),
  };
}

function prefix(bytes: Buffer | undefined, length: number, family: number): string | undefined {
  if (!bytes) return length > 0 ? `0/${length}` : undefined;
  return length === addressBits(family) ? address(bytes) : `${address(bytes)}/${length}`;
}

function device(found: Attributes, type: number, key: string, nameOf: (ifindex: number) => string) {
  const ifindex = found.get(type);
  return ifindex && { [key]: nameOf(u32(ifindex)) };
}

function metrics(found: Attributes) {
  const values = pick(nested(found.get(RTA_METRICS)), METRICS) as Record<string, number>;
  return Object.keys(values).length > 0 && { metrics: [values] };
}
