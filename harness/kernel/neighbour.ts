import { attributes, bits, u16 } from "./attribute.ts";
import { ifnames } from "./ifname.ts";
import { address, mac } from "./inet.ts";
import { dump, type Netlink } from "./netlink.ts";

/** One entry of the neighbour (ARP, NDP) table in the words of `ip -j neigh` (iproute2 6.1), proxy entries left out. */
export type Neighbour = {
  dst: string;
  dev: string;
  lladdr?: string;
  /** Present, and null, where it is so. */
  router?: null;
  extern_learn?: null;
  offload?: null;
  /** INCOMPLETE, REACHABLE, STALE, DELAY, PROBE, FAILED, PERMANENT. */
  state: string[];
};

export const RTM_GETNEIGH = 30; // linux/rtnetlink.h
export const NDMSG_BYTES = 12; // struct ndmsg: u8 family, 3 bytes padding, i32 ifindex, u16 state, u8 flags, u8 type
export const NDA_DST = 1; // linux/neighbour.h
export const NDA_LLADDR = 2;

const NUD_NOARP = 0x40;
const NUD = [
  [0x01, "INCOMPLETE"],
  [0x02, "REACHABLE"],
  [0x04, "STALE"],
  [0x08, "DELAY"],
  [0x10, "PROBE"],
  [0x20, "FAILED"],
  [NUD_NOARP, "NOARP"],
  [0x80, "PERMANENT"],
] as const;
const NTF_FLAGS = [
  [0x80, "router"],
  [0x10, "extern_learn"],
  [0x20, "offload"],
] as const;

/** The neighbours of both families: `ip neigh`, which keeps silent about entries that need no resolution (NOARP); `isAll`: with them. */
export function neighbours(netlink: Netlink, isAll = false): Neighbour[] {
  const nameOf = ifnames(netlink);
  const messages = dump(netlink, "neighbours", RTM_GETNEIGH, Buffer.alloc(NDMSG_BYTES));
  return messages.filter(({ body }) => isAll || stateOf(body) & ~NUD_NOARP).map(({ body }) => record(body, nameOf));
}

const NTF_PROXY = 0x08;

/** How many addresses the node answers for in the place of others: `ip neigh show proxy`. */
export function neighbourProxies(netlink: Netlink): number {
  const header = Buffer.alloc(NDMSG_BYTES);
  header.writeUInt8(NTF_PROXY, 10);
  return dump(netlink, "neighbours", RTM_GETNEIGH, header).length;
}

const stateOf = (body: Buffer): number => u16(body.subarray(8));

function record(body: Buffer, nameOf: (ifindex: number) => string): Neighbour {
  const found = attributes(body, NDMSG_BYTES);
  const dst = found.get(NDA_DST);
  const lladdr = found.get(NDA_LLADDR);
  return {
    dst: dst ? address(dst) : "",
    dev: nameOf(body.readInt32LE(4)),
    ...(lladdr && { lladdr: mac(lladdr) }),
    ...Object.fromEntries(bits(body.readUInt8(10), NTF_FLAGS).map((name) => [name, null])),
    state: bits(stateOf(body), NUD),
  };
}
