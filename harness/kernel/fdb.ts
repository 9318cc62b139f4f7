import { attribute, attributes, be16, bits, type Field, pick, u16, u32, u32Bytes } from "./attribute.ts";
import { ifnames } from "./ifname.ts";
import { address, mac } from "./inet.ts";
import { NDA_DST, NDA_LLADDR, NDMSG_BYTES, RTM_GETNEIGH } from "./neighbour.ts";
import { dump, type Netlink } from "./netlink.ts";

/**
 * One entry of a forwarding database (the notes' CAM table) in the words of `bridge -j fdb` (iproute2 6.1).
 * Left out: nhid, and the activity flags of `bridge -d fdb`.
 */
export type FdbEntry = {
  mac: string;
  /** The port behind which the MAC address is. */
  ifname: string;
  /** The far end of a vxlan tunnel. */
  dst?: string;
  vlan?: number;
  port?: number;
  vni?: number;
  src_vni?: number;
  viaIf?: string;
  /** "self" (the device's own table), "router", "extern_learn", "offload", "sticky". */
  flags: string[];
  /** The bridge whose table it is in. */
  master?: string;
  /** "permanent" (the port's own), "static", "stale", or "" for what was learnt from traffic. */
  state: string;
};

const AF_BRIDGE = 7; // socket(2)
const NDA_IFINDEX = 8; // linux/neighbour.h
const NDA_MASTER = 9;
const FIELDS: readonly Field[] = [
  [NDA_LLADDR, "mac", mac],
  [NDA_DST, "dst", address],
  [5, "vlan", u16],
  [6, "port", be16],
  [7, "vni", u32],
  [11, "src_vni", u32],
];
const FLAGS = [
  [0x02, "self"],
  [0x80, "router"],
  [0x10, "extern_learn"],
  [0x20, "offload"],
  [0x40, "sticky"],
] as const;
/** NUD_* as `bridge` names them; the first bit that is set counts. */
const STATES = [
  [0x80, "permanent"],
  [0x40, "static"],
  [0x04, "stale"],
  [0x02, ""],
] as const;

/** Every FDB entry: `bridge fdb`; with a bridge's index, its own and its ports' entries: `bridge fdb show br NAME`. */
export function fdb(netlink: Netlink, bridgeIndex?: number): FdbEntry[] {
  const nameOf = ifnames(netlink);
  const header = Buffer.alloc(NDMSG_BYTES);
  header.writeUInt8(AF_BRIDGE, 0);
  const filter = bridgeIndex === undefined ? [] : [attribute(NDA_MASTER, u32Bytes(bridgeIndex))];
  const messages = dump(netlink, "FDB entries", RTM_GETNEIGH, Buffer.concat([header, ...filter]));
  return messages.map(({ body }) => record(body, nameOf));
}

function record(body: Buffer, nameOf: (ifindex: number) => string): FdbEntry {
  const found = attributes(body, NDMSG_BYTES);
  const master = found.get(NDA_MASTER);
  const via = found.get(NDA_IFINDEX);
  const state = body.readUInt16LE(8);
  return {
    ...pick(found, FIELDS),
    ifname: nameOf(body.readInt32LE(4)),
    ...(via && { viaIf: nameOf(u32(via)) }),
    flags: bits(body.readUInt8(10), FLAGS),
    ...(master && { master: nameOf(u32(master)) }),
    state: bits(state, STATES)[0] ?? `state=0x${state.toString(16)}`,
  } as FdbEntry;
}
