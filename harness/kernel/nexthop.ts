// Where a route leads: one next hop, or several. linux/rtnetlink.h.

import { type Attributes, align, attributes, bits, u16 } from "./attribute.ts";
import { address, familyName } from "./inet.ts";

/** A gateway of the other family. */
export type Via = { family: string; host: string };

export type Nexthop = { gateway?: string; via?: Via; dev?: string; weight: number; flags: string[] };

const RTNEXTHOP_BYTES = 8; // struct rtnexthop: u16 length, u8 flags, u8 hops, i32 ifindex
const RTA_GATEWAY = 5;
const RTA_MULTIPATH = 9;
const RTA_VIA = 18;

/** RTNH_F_*. */
export const NEXTHOP_FLAGS = [
  [0x1, "dead"],
  [0x4, "onlink"],
  [0x2, "pervasive"],
  [0x8, "offload"],
  [0x40, "trap"],
  [0x10, "linkdown"],
  [0x20, "unresolved"],
] as const;

/** The gateway of a route, or of one of its next hops. */
export function hop(found: Attributes): { gateway?: string; via?: Via } {
  const gateway = found.get(RTA_GATEWAY);
  const via = found.get(RTA_VIA); // struct rtvia: u16 family, then the address
  return {
    ...(gateway && { gateway: address(gateway) }),
    ...(via && { via: { family: familyName(u16(via)), host: address(via.subarray(2)) } }),
  };
}

/** The next hops of a route that has several. */
export function nexthops(found: Attributes, nameOf: (ifindex: number) => string): { nexthops?: Nexthop[] } {
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
      flags: bits(bytes.readUInt8(at + 2), NEXTHOP_FLAGS),
    });
    at += align(length);
  }
  return { nexthops: hops };
}
