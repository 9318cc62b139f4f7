import {
  type Attributes,
  attribute,
  attributes,
  bits,
  type Field,
  flag,
  i32,
  listed,
  pick,
  text,
  u8,
  u32,
  u32Bytes,
} from "./attribute.ts";
import { mac } from "./inet.ts";
import { type LinkInfo, linkInfo } from "./link-info.ts";
import { groupName, linkmodeName, linkTypeName, operstateName } from "./names.ts";
import { dump, type Netlink } from "./netlink.ts";

/**
 * A network interface in the words of `ip -j -d link` (iproute2 6.1).
 * Left out: num_tx_queues, num_rx_queues, gso_*, gro_*, tso_*, inet6_addr_gen_mode, vfinfo_list, xdp.
 */
export type Link = {
  ifindex: number;
  ifname: string;
  /** The name of the link it sits on, or of its veth peer in this same namespace; null where that is gone. */
  link?: string | null;
  /** The index of the link it sits on, or of its veth peer, in the namespace that `link_netnsid` stands for. */
  link_index?: number;
  /** This namespace's number for the other one; -1 where the kernel does not tell. */
  link_netnsid?: number;
  /** IFF_* as `ip link` prints them: "UP", "LOWER_UP", "NO-CARRIER", "M-DOWN" … */
  flags: string[];
  /** Bytes. */
  mtu: number;
  qdisc: string;
  /** The name of the bridge it is a port of. */
  master?: string;
  operstate: string;
  linkmode: string;
  group: string;
  /** Packets; left out where it is 0, as `ip -j` does. */
  txqlen?: number;
  link_type: string;
  /** Further names, by which every command knows it too. */
  altnames?: string[];
  /** The name for people, `ip link set … alias`. */
  ifalias?: string;
  /** The MAC address. */
  address?: string;
  broadcast?: string;
  promiscuity: number;
  allmulti: number;
  min_mtu: number;
  max_mtu: number;
  proto_down?: true;
  linkinfo?: LinkInfo;
};

export const RTM_GETLINK = 18; // linux/rtnetlink.h
const IFINFO_BYTES = 16; // struct ifinfomsg: u8 family, u8 padding, u16 type, i32 index, u32 flags, u32 change
const IFLA_IFNAME = 3; // linux/if_link.h
const IFLA_LINK = 5;
const IFLA_MASTER = 10;
const IFLA_TXQLEN = 13;
const IFLA_LINKINFO = 18;
const IFLA_EXT_MASK = 29;
const IFLA_LINK_NETNSID = 37;
const IFLA_PROTO_DOWN = 39;
const IFLA_PROP_LIST = 52; // of IFLA_ALT_IFNAME alone
const RTEXT_FILTER_SKIP_STATS = 8; // linux/rtnetlink.h

const IFF_UP = 0x1; // linux/if.h
const IFF_RUNNING = 0x40;
const FLAGS = [
  [0x8, "LOOPBACK"],
  [0x2, "BROADCAST"],
  [0x10, "POINTOPOINT"],
  [0x1000, "MULTICAST"],
  [0x80, "NOARP"],
  [0x200, "ALLMULTI"],
  [0x100, "PROMISC"],
  [0x400, "MASTER"],
  [0x800, "SLAVE"],
  [0x4, "DEBUG"],
  [0x8000, "DYNAMIC"],
  [IFF_UP, "UP"],
  [0x10000, "LOWER_UP"],
  [0x20000, "DORMANT"],
  [0x40000, "ECHO"],
] as const;

const FIELDS: readonly Field[] = [
  [IFLA_IFNAME, "ifname", text],
  [4, "mtu", u32],
  [6, "qdisc", text],
  [16, "operstate", (bytes) => operstateName(u8(bytes))],
  [17, "linkmode", (bytes) => linkmodeName(u8(bytes))],
  [20, "ifalias", text],
  [27, "group", (bytes) => groupName(u32(bytes))],
  [1, "address", mac],
  [2, "broadcast", mac],
  [IFLA_LINK_NETNSID, "link_netnsid", i32],
  [30, "promiscuity", u32],
  [61, "allmulti", u32],
  [50, "min_mtu", u32],
  [51, "max_mtu", u32],
];

type Raw = { ifindex: number; type: number; flags: number; found: Attributes };

/** Every link of the namespace, in the kernel's order: `ip -d link`. */
export function links(netlink: Netlink): Link[] {
  const body = Buffer.concat([Buffer.alloc(IFINFO_BYTES), attribute(IFLA_EXT_MASK, u32Bytes(RTEXT_FILTER_SKIP_STATS))]);
  const raws = dump(netlink, "links", RTM_GETLINK, body).map((message) => raw(message.body));
  const byIndex = new Map(raws.map((link) => [link.ifindex, link]));
  return raws.map((link) => record(link, byIndex));
}

const raw = (body: Buffer): Raw => ({
  found: attributes(body, IFINFO_BYTES),
  type: body.readUInt16LE(2),
  ifindex: body.readInt32LE(4),
  flags: body.readUInt32LE(8),
});

function record({ ifindex, type, flags, found }: Raw, byIndex: Map<number, Raw>): Link {
  const nameOf = (index: number): string => ifname(byIndex.get(index)) ?? `if${index}`;
  const lowerIndex = found.get(IFLA_LINK);
  const lower = lowerIndex && u32(lowerIndex);
  const isHere = !found.has(IFLA_LINK_NETNSID);
  const link: Record<string, unknown> = { ifindex, ...pick(found, FIELDS) };
  if (lower === 0) link.link = null;
  else if (lower && isHere) link.link = nameOf(lower);
  else if (lower) link.link_index = lower;
  link.flags = flagNames(flags, lower && isHere ? (byIndex.get(lower)?.flags ?? 0) : IFF_UP);
  const master = found.get(IFLA_MASTER);
  if (master) link.master = nameOf(u32(master));
  const queue = found.get(IFLA_TXQLEN);
  if (queue && u32(queue) !== 0) link.txqlen = u32(queue);
  link.link_type = linkTypeName(type);
  const names = listed(found.get(IFLA_PROP_LIST)).map(text);
  if (names.length) link.altnames = names;
  const protoDown = found.get(IFLA_PROTO_DOWN);
  if (protoDown && flag(protoDown)) link.proto_down = true;
  const info = found.get(IFLA_LINKINFO);
  if (info) link.linkinfo = linkInfo(info, nameOf);
  return link as Link;
}

function ifname(link: Raw | undefined): string | undefined {
  const bytes = link?.found.get(IFLA_IFNAME);
  return bytes && text(bytes);
}

/**
 * NO-CARRIER and M-DOWN are not flags of the kernel: `ip` says them of a link that is up without a carrier, or whose
 * lower link is down.
 */
const flagNames = (flags: number, lowerFlags: number): string[] => [
  ...(flags & IFF_UP && !(flags & IFF_RUNNING) ? ["NO-CARRIER"] : []),
  ...bits(flags, FLAGS),
  ...(lowerFlags & IFF_UP ? [] : ["M-DOWN"]),
];
