// What the kernel has learnt by itself of who is where, to be forgotten and given back. RTM_DELNEIGH, RTM_NEWNEIGH:
// rtnetlink(7); linux/neighbour.h.

import { attribute, attributes } from "./attribute.ts";
import { KernelError } from "./errno.ts";
import { AF_INET, address, addressBytes, mac } from "./inet.ts";
import { NDA_DST, NDA_LLADDR, NDMSG_BYTES, RTM_GETNEIGH } from "./neighbour.ts";
import { dump, type Netlink, order, request } from "./netlink.ts";

/** An entry of the neighbour table, or of a bridge's FDB, that came from traffic. */
export type Learnt = {
  /** Of an FDB entry, the port's. */
  ifindex: number;
  /** Of a neighbour. */
  dst?: string;
  /** Of a neighbour, undefined where the kernel still asks for it, or got no answer. */
  mac: string | undefined;
  /** Of an FDB entry: where the bridge filters by VLAN. */
  vlan?: Buffer;
};

const RTM_NEWNEIGH = 28; // linux/rtnetlink.h
const RTM_DELNEIGH = 29;
const NLM_F_REPLACE_CREATE = 0x100 | 0x400; // linux/netlink.h
const PF_BRIDGE = 7; // socket(2)
const NDA_VLAN = 5; // linux/neighbour.h
const NDA_MASTER = 9;
const [NUD_REACHABLE, NUD_STALE, NUD_VALID] = [0x02, 0x04, 0x02 | 0x04 | 0x08 | 0x10]; // …, DELAY, PROBE
const NUD_BY_HAND = 0x40 | 0x80; // NOARP (a static FDB entry), PERMANENT
const NTF_MASTER = 0x04;
const NTF_BY_HAND = 0x08 | 0x10 | 0x40; // PROXY, EXT_LEARNED, STICKY

/** What the node knows of its IPv4 neighbours by asking them; what was written by hand is not among it. */
export const learntNeighbours = (netlink: Netlink): Learnt[] => learnt(netlink, AF_INET);

/** What the bridges of the node know of who is behind which port by what they heard. */
export const learntByBridges = (netlink: Netlink): Learnt[] => learnt(netlink, PF_BRIDGE);

function learnt(netlink: Netlink, family: number): Learnt[] {
  const header = Buffer.alloc(NDMSG_BYTES);
  header.writeUInt8(family, 0);
  const all = dump(netlink, family === AF_INET ? "neighbours" : "FDB entries", RTM_GETNEIGH, header);
  return all.flatMap(({ body }) => entryIn(body, family));
}

/** The entry for one address on a link; the table, which all worlds of the machine share, is not gone through for it. */
export function learntNeighbour(netlink: Netlink, ifindex: number, dst: string): Learnt | undefined {
  const header = Buffer.alloc(NDMSG_BYTES);
  header.writeUInt8(AF_INET, 0);
  header.writeInt32LE(ifindex, 4);
  const question = Buffer.concat([header, attribute(NDA_DST, addressBytes(dst))]);
  try {
    const { body } = request(netlink, `the neighbour ${dst}`, RTM_GETNEIGH, question);
    return entryIn(body, AF_INET)[0];
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    if (isGone(error)) return undefined;
    return learntNeighbours(netlink).find((entry) => entry.ifindex === ifindex && entry.dst === dst); // before Linux 5.0
  }
}

function entryIn(body: Buffer, family: number): [] | [Learnt] {
  const [state, flags] = [body.readUInt16LE(8), body.readUInt8(10)];
  if (state & NUD_BY_HAND || flags & NTF_BY_HAND) return [];
  const found = attributes(body, NDMSG_BYTES);
  const [dst, lladdr, vlan] = [found.get(NDA_DST), found.get(NDA_LLADDR), found.get(NDA_VLAN)];
  const ifindex = body.readInt32LE(4);
  if (family === AF_INET)
    return dst ? [{ ifindex, dst: address(dst), mac: lladdr && state & NUD_VALID ? mac(lladdr) : undefined }] : [];
  return lladdr && found.has(NDA_MASTER) ? [{ ifindex, mac: mac(lladdr), ...(vlan && { vlan }) }] : [];
}

const isGone = ({ code }: KernelError): boolean => code === "ENOENT" || code === "ENODEV";

/** Makes the kernel forget the entry. */
export function forget(netlink: Netlink, entry: Learnt): void {
  try {
    order(netlink, `Cannot forget ${entry.dst ?? entry.mac}`, RTM_DELNEIGH, message(entry, 0));
  } catch (error) {
    if (!(error instanceof KernelError && isGone(error))) throw error;
  }
}

/** Gives an entry back: as one that was learnt, a neighbour as one that is to be confirmed. */
export function giveBack(netlink: Netlink, entry: Learnt): void {
  const state = entry.dst ? NUD_STALE : NUD_REACHABLE;
  try {
    const action = `Cannot give back ${entry.dst ?? entry.mac}`;
    order(netlink, action, RTM_NEWNEIGH, message(entry, state), NLM_F_REPLACE_CREATE);
  } catch (error) {
    if (!(error instanceof KernelError)) throw error; // its link is gone, or down: the kernel would have forgotten it too
  }
}

function message({ ifindex, dst, mac, vlan }: Learnt, state: number): Buffer {
  const header = Buffer.alloc(NDMSG_BYTES);
  header.writeUInt8(dst ? AF_INET : PF_BRIDGE, 0);
  header.writeInt32LE(ifindex, 4);
  header.writeUInt16LE(state, 8);
  header.writeUInt8(dst ? 0 : NTF_MASTER, 10);
  return Buffer.concat([
    header,
    ...(dst ? [attribute(NDA_DST, addressBytes(dst))] : []),
    ...(mac && !(dst && state === 0) ? [attribute(NDA_LLADDR, Buffer.from(mac.replaceAll(":", ""), "hex"))] : []),
    ...(vlan ? [attribute(NDA_VLAN, vlan)] : []),
  ]);
}
