// How much goes over the links of a world: a loop, or a bridge that floods a thousand ports, is a storm for the whole machine.

import { attributes } from "./attribute.ts";
import { ifnames } from "./ifname.ts";
import { dump } from "./netlink.ts";
import type { KernelNode } from "./node.ts";

const RTM_GETSTATS = 94; // linux/rtnetlink.h
const IF_STATS_BYTES = 12; // struct if_stats_msg: u8 family, 3 bytes padding, u32 ifindex, u32 filter_mask
const IFLA_STATS_LINK_64 = 1; // linux/if_link.h; struct rtnl_link_stats64: u64 received, sent …
const STATS_BYTES = 16;

/** Frames that a link carries in a second, both ways: the busiest link, and all of them together. */
export type Traffic = { node: string; ifname: string; perSecond: number; all: number };

/** Begins to count: a function that gives the traffic since then; undefined where too little time has gone by to tell. */
export function countTraffic(nodes: readonly KernelNode[]): () => Traffic | undefined {
  const begin = performance.now();
  const distinct = new Map(nodes.map((node) => [node.inode, node])).values(); // one may have several names
  const before = new Map(Array.from(distinct, (node) => [node, carried(node)]));
  return () => {
    const seconds = (performance.now() - begin) / 1000;
    if (seconds < shortest) return undefined;
    const traffic: Traffic = { node: "", ifname: "", perSecond: 0, all: 0 };
    let busiest: { node: KernelNode; ifindex: number } | undefined;
    for (const [node, links] of before)
      for (const [ifindex, frames] of carried(node)) {
        const perSecond = Math.round((frames - (links.get(ifindex) ?? frames)) / seconds);
        traffic.all += perSecond;
        if (perSecond <= traffic.perSecond) continue;
        traffic.perSecond = perSecond;
        busiest = { node, ifindex };
      }
    if (!busiest) return traffic;
    return { ...traffic, node: busiest.node.name, ifname: ifnames(busiest.node.netlink)(busiest.ifindex) };
  };
}

/** More frames a second, over all links of a world, are a storm: the probes of a grading are some hundreds. */
export const calm = 50_000;

const shortest = 0.05; // seconds

/** By the link's index: its counters alone, since all that there is to say of a link takes the kernel ten times as long. */
function carried({ netlink }: KernelNode): Map<number, number> {
  const header = Buffer.alloc(IF_STATS_BYTES);
  header.writeUInt32LE(1 << (IFLA_STATS_LINK_64 - 1), 8); // IFLA_STATS_FILTER_BIT
  return new Map(
    dump(netlink, "links", RTM_GETSTATS, header).flatMap(({ body }) => {
      const stats = attributes(body, IF_STATS_BYTES).get(IFLA_STATS_LINK_64);
      if (!stats || stats.length < STATS_BYTES) return [];
      return [[body.readUInt32LE(4), Number(stats.readBigUInt64LE(0) + stats.readBigUInt64LE(8))] as const];
    }),
  );
}
