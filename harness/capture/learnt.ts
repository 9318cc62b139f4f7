// What the kernel learnt from a packet: entries that are in its tables after a story and were not there before it.

import type { KernelNode } from "../kernel/node.ts";
import type { Hop } from "./hop.ts";
import { hopsOf } from "./story.ts";
import { placeOf } from "./topology.ts";

export type Learnt =
  /** A bridge learnt behind which port a MAC address is. */
  | { table: "fdb"; node: string; bridge: string; ifname: string; mac: string }
  /** A node learnt the MAC address of an IP address. */
  | { table: "neighbour"; node: string; ifname: string; address: string; mac: string };

/** What the nodes' tables hold now; an entry that waits for an answer, or failed, holds nothing. */
export function tablesOf(nodes: readonly KernelNode[]): Learnt[] {
  return nodes.flatMap((node) => {
    const fdb = (node.fdb().value ?? []).flatMap(({ mac, ifname, master, state }) =>
      master && state !== "permanent" ? [{ table: "fdb" as const, node: node.name, bridge: master, ifname, mac }] : [],
    );
    const neighbours = node
      .neighbours()
      .value.flatMap(({ dst, dev, lladdr }) =>
        lladdr ? [{ table: "neighbour" as const, node: node.name, ifname: dev, address: dst, mac: lladdr }] : [],
      );
    return [...fdb, ...neighbours];
  });
}

/** The entries of `after` that are not in `before`. */
export function newIn(after: Learnt[], before: Learnt[]): Learnt[] {
  const known = new Set(before.map((entry) => JSON.stringify(entry)));
  return after.filter((entry) => !known.has(JSON.stringify(entry)));
}

/** Which hop taught each entry: the first that brought it to where it was learnt. */
export function lessons(packets: readonly Hop[], entries: readonly Learnt[]): Map<Hop, Learnt[]> {
  const taught = new Map<Hop, Learnt[]>();
  const hops = packets.flatMap(hopsOf).filter(({ direction }) => direction === "in");
  hops.sort((one, other) => Number(one.time - other.time));
  const byPlace = Map.groupBy(hops, placeOf);
  for (const entry of entries) {
    const teacher = byPlace.get(placeOf(entry))?.find((hop) => teaches(hop, entry));
    if (teacher) taught.set(teacher, [...(taught.get(teacher) ?? []), entry]);
  }
  return taught;
}

function teaches({ frame: { eth, arp, ip, icmp6 } }: Hop, entry: Learnt): boolean {
  if (entry.table === "fdb") return eth.src === entry.mac;
  if (arp) return arp.senderIp === entry.address && arp.senderMac === entry.mac;
  if (!icmp6?.linkLayer || icmp6.linkLayer !== entry.mac) return false;
  return (
    entry.address === (icmp6.target !== undefined && icmp6.name.includes("advertisement") ? icmp6.target : ip?.src)
  );
}
