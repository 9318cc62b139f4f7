// A capture: what passes every interface of every node, merged into one list by the kernel's timestamps.

import { ifnames } from "../kernel/ifname.ts";
import type { KernelNode } from "../kernel/node.ts";
import { type Cast, openPacketRing, type PacketRing } from "./packet-ring.ts";
import { openPacketRings } from "./packet-rings.ts";

/** One frame at one interface. The same frame is sighted at every interface that it passes. */
export type Sighting = {
  node: string;
  ifname: string;
  direction: "in" | "out";
  cast: Cast;
  /** Nanoseconds since the epoch, by the kernel's clock. */
  time: bigint;
  bytes: Buffer;
  /** On the wire, bytes; `bytes` may be cut short. */
  length: number;
};

export type Capture = {
  /** What was sighted until now, in the order of time. */
  sightings(): Sighting[];
  /** How many frames the kernel had no room for: a story with lost frames has holes. */
  lost(): number;
  /** Were there more frames than are taken? Then it has ended. */
  isFull(): boolean;
  /** Is over at once; what it returns, when the kernel has let go too. */
  close(): Promise<unknown>;
};

/** A ping past a thousand containers is sighted some thousand times. */
export const mostFrames = 20_000;
const slotsInAll = 32_768; // of 2 KiB each: the rings of a world with many nodes are smaller

type Tap = { node: KernelNode; nameOf: (ifindex: number) => string; ring: PacketRing };

/** Starts capturing on every interface of the nodes. The caller closes it. Nodes that share a namespace are one node, the first. */
export function startCapture(nodes: readonly KernelNode[], slots?: number): Capture {
  const distinct = distinctOf(nodes);
  const taps: Tap[] = [];
  try {
    for (const node of distinct)
      taps.push({ node, nameOf: ifnames(node.netlink), ring: openPacketRing(node.netns, slots ?? slotsOf(distinct)) });
  } catch (error) {
    for (const { ring } of taps) ring.close();
    throw error;
  }
  return captureBy(taps);
}

/** The same of a whole world, which may have a thousand nodes. */
export async function startWideCapture(nodes: readonly KernelNode[]): Promise<Capture> {
  const distinct = distinctOf(nodes);
  const own = slotsOf(distinct);
  // what a bridge floods passes every link of its node at once
  const rooms = distinct.map((node) => ({ netns: node.netns, slots: Math.max(own, 2 * node.links().value.length) }));
  const rings = await openPacketRings(rooms);
  return captureBy(rings.map((ring, at) => ({ ring, node: distinct[at]!, nameOf: ifnames(distinct[at]!.netlink) })));
}

const distinctOf = (nodes: readonly KernelNode[]): KernelNode[] =>
  [...new Map(nodes.toReversed().map((node) => [node.inode, node])).values()].reverse();

const slotsOf = (nodes: readonly KernelNode[]): number => Math.min(1024, Math.ceil(slotsInAll / nodes.length));

function captureBy(taps: readonly Tap[]): Capture {
  for (const { ring } of taps) ring.take(); // what passed while not everybody listened yet would be half a story
  const seen: Sighting[] = [];
  let lost = 0;
  return {
    sightings() {
      const before = seen.length;
      if (before > mostFrames) return seen;
      for (const { node, nameOf, ring } of taps)
        for (const { ifindex, cast, ...rest } of ring.take())
          seen.push({
            node: node.name,
            ifname: nameOf(ifindex),
            direction: cast === "outgoing" ? "out" : "in",
            cast,
            ...rest,
          });
      if (seen.length > before) seen.sort((one, other) => Number(one.time - other.time));
      return seen;
    },
    lost() {
      for (const { ring } of taps) lost += ring.lost();
      return lost;
    },
    isFull: () => seen.length > mostFrames,
    close: () => Promise.all(taps.map(({ ring }) => ring.close())),
  };
}
