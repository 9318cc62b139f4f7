import { attributes, text, u32 } from "./attribute.ts";
import { ifnames } from "./ifname.ts";
import { AF_INET, address, familyName } from "./inet.ts";
import { scopeName } from "./names.ts";
import { dump, type Netlink } from "./netlink.ts";

/**
 * One address of a link, in the words of an `addr_info` entry of `ip -j -d address` (iproute2 6.1), and its link.
 * Left out: anycast, protocol.
 */
export type Address = {
  ifindex: number;
  ifname: string;
  family: "inet" | "inet6";
  local: string;
  /** The other end of a point-to-point link. */
  address?: string;
  prefixlen: number;
  metric?: number;
  broadcast?: string;
  scope: string;
  label?: string;
  /** Seconds; 4294967295 is for ever. */
  valid_life_time?: number;
  preferred_life_time?: number;
  /** `secondary`, `tentative`, `dadfailed`, `dynamic` …: true where it is so, absent where not. */
  [state: string]: string | number | boolean | undefined;
};

const RTM_GETADDR = 22; // linux/rtnetlink.h
const IFADDRMSG_BYTES = 8; // struct ifaddrmsg: u8 family, prefixlen, flags, scope; u32 index
const IFA_ADDRESS = 1; // linux/if_addr.h
const IFA_LOCAL = 2;
const IFA_LABEL = 3;
const IFA_BROADCAST = 4;
const IFA_CACHEINFO = 6; // struct ifa_cacheinfo: u32 preferred, valid, created, updated
const IFA_FLAGS = 8;
const IFA_RT_PRIORITY = 9;
const IFA_F_SECONDARY = 0x01; // for IPv6 the same bit says temporary
const IFA_F_PERMANENT = 0x80;
const STATES = [
  [0x02, "nodad"],
  [0x04, "optimistic"],
  [0x08, "dadfailed"],
  [0x10, "home"],
  [0x20, "deprecated"],
  [0x40, "tentative"],
  [0x100, "mngtmpaddr"],
  [0x200, "noprefixroute"],
  [0x400, "autojoin"],
  [0x800, "stable-privacy"],
] as const;

/** Every address of the namespace, link by link: `ip -d address`. */
export function addresses(netlink: Netlink): Address[] {
  const nameOf = ifnames(netlink);
  const messages = dump(netlink, "addresses", RTM_GETADDR, Buffer.alloc(IFADDRMSG_BYTES));
  const all = messages.map(({ body }) => record(body, nameOf));
  return all.sort((one, other) => one.ifindex - other.ifindex);
}

function record(body: Buffer, nameOf: (ifindex: number) => string): Address {
  const found = attributes(body, IFADDRMSG_BYTES);
  const family = body.readUInt8(0);
  const ifindex = body.readUInt32LE(4);
  const far = found.get(IFA_ADDRESS);
  const local = found.get(IFA_LOCAL) ?? far; // IPv6 gives IFA_LOCAL only where there is a peer
  if (!local) throw new Error(`Cannot read an address of the link "${nameOf(ifindex)}": it is missing`);
  const entry: Address = {
    ifindex,
    ifname: nameOf(ifindex),
    family: familyName(family) as Address["family"],
    local: address(local),
    prefixlen: body.readUInt8(1),
    scope: scopeName(body.readUInt8(3)),
  };
  if (far && !far.equals(local)) entry.address = address(far);
  const metric = found.get(IFA_RT_PRIORITY);
  if (metric) entry.metric = u32(metric);
  const broadcast = found.get(IFA_BROADCAST);
  if (broadcast) entry.broadcast = address(broadcast);
  const label = found.get(IFA_LABEL);
  if (label) entry.label = text(label);
  const lifetimes = found.get(IFA_CACHEINFO);
  if (lifetimes) {
    entry.preferred_life_time = u32(lifetimes);
    entry.valid_life_time = u32(lifetimes.subarray(4));
  }
  const wide = found.get(IFA_FLAGS);
  return Object.assign(entry, states(wide ? u32(wide) : body.readUInt8(2), family));
}

function states(flags: number, family: number): Record<string, true> {
  const found: Record<string, true> = {};
  if (flags & IFA_F_SECONDARY) found[family === AF_INET ? "secondary" : "temporary"] = true;
  if (!(flags & IFA_F_PERMANENT)) found.dynamic = true;
  for (const [bit, name] of STATES) if (flags & bit) found[name] = true;
  return found;
}
