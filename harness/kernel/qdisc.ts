// Queueing disciplines, and what hangs at links in their place: how many packets each has dropped. tc(8), linux/pkt_sched.h

import { attributes, nested } from "./attribute.ts";
import { dump, type Netlink } from "./netlink.ts";

const RTM_GETQDISC = 38; // linux/rtnetlink.h
const TCMSG_BYTES = 20; // struct tcmsg: u8 family and padding, i32 ifindex, u32 handle, parent, info
const TCA_STATS2 = 7; // linux/rtnetlink.h
const TCA_STATS_QUEUE = 3; // linux/gen_stats.h: struct gnet_stats_queue is u32 qlen, backlog, drops, requeues, overlimits
const DROPS_AT = 8;

/** What tc has dropped at the link since it was set up, coming in and going out: `tc -s qdisc show dev LINK`. */
export function droppedByTc(netlink: Netlink, ifindex: number): number {
  const all = dump(netlink, "queueing disciplines", RTM_GETQDISC, Buffer.alloc(TCMSG_BYTES));
  const own = all.filter(({ body }) => body.readInt32LE(4) === ifindex);
  return own.reduce((sum, { body }) => {
    const stats = nested(attributes(body, TCMSG_BYTES).get(TCA_STATS2)).get(TCA_STATS_QUEUE);
    return sum + (stats ? stats.readUInt32LE(DROPS_AT) : 0);
  }, 0);
}
