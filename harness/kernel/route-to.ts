import { attribute, u32Bytes } from "./attribute.ts";
import { KernelError } from "./errno.ts";
import { ifnames } from "./ifname.ts";
import { AF_INET, AF_INET6, addressBits, addressBytes } from "./inet.ts";
import { type Netlink, request } from "./netlink.ts";
import { type Route, RTM_GETROUTE, RTMSG_BYTES, route } from "./route.ts";

/** What the kernel answers instead of a route: the errno's name and its text. */
export type NoRoute = { error: string; reason: string };

export type IpProto = "icmp" | "tcp" | "udp" | "ipv6-icmp";

export type RouteToOptions = {
  /** The source address. */
  from?: string;
  /** The index of the link that the packet came in by: the answer is for a forwarded packet. */
  iif?: number;
  /** The index of the link that it must leave by. */
  oif?: number;
  /** The protocol, for policy rules that ask for it. */
  ipproto?: IpProto;
  /** The ports, likewise. */
  sport?: number;
  dport?: number;
  /** The answer shall be the route as it stands in its table: `ip route get fibmatch`. */
  isOfTable?: boolean;
  /** The firewall mark, for policy rules that ask for it. */
  mark?: number;
  /** The type of service, for those, and for routes that have one. */
  tos?: number;
};

/** Of those, what a packet has itself. */
export type Selectors = Pick<RouteToOptions, "from" | "ipproto" | "sport" | "dport" | "mark" | "tos">;

const TOS_AT = 3; // struct rtmsg
const RTA_DST = 1; // linux/rtnetlink.h
const RTA_SRC = 2;
const RTA_IIF = 3;
const RTA_OIF = 4;
const RTA_MARK = 16;
const RTA_IP_PROTO = 27;
const RTA_SPORT = 28;
const RTA_DPORT = 29;
const IPPROTO: Record<IpProto, number> = { icmp: 1, tcp: 6, udp: 17, "ipv6-icmp": 58 }; // linux/in.h
const RTM_F_FIB_MATCH = 0x2000;
const RTM_F_LOOKUP_TABLE = 0x1000; // the answer names the table it came from; IPv6 always does, and refuses this flag

/** No route; an unreachable, prohibit or blackhole route, or an input that the kernel would drop (EXDEV: rp_filter); ip-route(8). */
const REFUSALS = new Set(["ENETUNREACH", "EHOSTUNREACH", "EACCES", "EINVAL", "EXDEV"]);

/**
 * Where the kernel would send a packet to the address: `ip route get`. The kernel's "no" is a value; any other failure
 * throws.
 */
export function routeTo(
  netlink: Netlink,
  destination: string,
  { from, iif, oif, ipproto, sport, dport, mark, tos, isOfTable = false }: RouteToOptions = {},
): Route | NoRoute {
  const target = addressBytes(destination);
  const source = from === undefined ? undefined : addressBytes(from);
  if (source && source.length !== target.length)
    throw new Error(`Cannot route from ${from} to ${destination}: one is IPv4, one IPv6`);
  const family = target.length === 4 ? AF_INET : AF_INET6;
  const header = Buffer.alloc(RTMSG_BYTES);
  header.writeUInt8(family, 0);
  header.writeUInt8(addressBits(family), 1);
  if (source) header.writeUInt8(addressBits(family), 2);
  if (tos) header.writeUInt8(tos, TOS_AT);
  if (family === AF_INET) header.writeUInt32LE(RTM_F_LOOKUP_TABLE | (isOfTable ? RTM_F_FIB_MATCH : 0), 8);
  const parts = [header, attribute(RTA_DST, target)];
  if (source) parts.push(attribute(RTA_SRC, source));
  if (iif !== undefined) parts.push(attribute(RTA_IIF, u32Bytes(iif)));
  if (oif !== undefined) parts.push(attribute(RTA_OIF, u32Bytes(oif)));
  if (mark) parts.push(attribute(RTA_MARK, u32Bytes(mark)));
  if (ipproto) parts.push(attribute(RTA_IP_PROTO, Buffer.of(IPPROTO[ipproto])));
  if (sport !== undefined) parts.push(attribute(RTA_SPORT, portBytes(sport)));
  if (dport !== undefined) parts.push(attribute(RTA_DPORT, portBytes(dport)));
  try {
    return route(
      request(netlink, `the route to ${destination}`, RTM_GETROUTE, Buffer.concat(parts)).body,
      ifnames(netlink),
    );
  } catch (error) {
    if (error instanceof KernelError && REFUSALS.has(error.code)) return { error: error.code, reason: error.reason };
    throw error;
  }
}

/** In network order. */
const portBytes = (port: number): Buffer => Buffer.of(port >> 8, port & 0xff);
