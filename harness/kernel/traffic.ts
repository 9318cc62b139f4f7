// How much goes over the links of a world: a loop, or a bridge that floods a thousand ports, is a storm for the whole machine.

import { attributes, text } from "./attribute.ts";
import { RTM_GETLINK } from "./link.ts";
import { dump } from "./netlink.ts";
import type { KernelNode } from "./node.ts";

const IFINFO_BYTES = 16; // struct ifinfomsg
const IFLA_IFNAME = 3; // linux/if_link.h
const IFLA_STATS64 = 23; // struct rtnl_link_stats64: u64 received, sent …
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
    for (const [node, links] of before)
      for (const [ifname, frames] of carried(node)) {
        const perSecond = Math.round((frames - (links.get(ifname) ?? frames)) / seconds);
        traffic.all += perSecond;
        if (perSecond > traffic.perSecond) Object.assign(traffic, { node: node.name, ifname, perSecond });
      }
    return traffic;
  };
}

/** More frames a second, over all links of a world, are a storm: the probes of a grading are some hundreds. */
export const calm = 50_000;

const shortest = 0.05; // seconds

function carried({ netlink }: KernelNode): Map<string, number> {
  const messages = dump(netlink, "links", RTM_GETLINK, Buffer.alloc(IFINFO_BYTES));
  return new Map(
    messages.flatMap(({ body }) => {
      const found = attributes(body, IFINFO_BYTES);
      const [name, stats] = [found.get(IFLA_IFNAME), found.get(IFLA_STATS64)];
      if (!name || !stats || stats.length < STATS_BYTES) return [];
      return [[text(name), Number(stats.readBigUInt64LE(0) + stats.readBigUInt64LE(8))] as const];
    }),
  );
}
