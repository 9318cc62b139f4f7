// How much there is in a world, counted before anything of it is read: the sum over its network namespaces is limited too.

import { attribute, u32Bytes } from "./attribute.ts";
import { type Kind, limit } from "./excess.ts";
import { count, type Netlink } from "./netlink.ts";

const PF_BRIDGE = 7;
const RTEXT_FILTER_SKIP_STATS = attribute(29, u32Bytes(8)); // IFLA_EXT_MASK; linux/rtnetlink.h

/** What to ask for, RTM_GET…, and the header of the question, of every family where none is named. linux/rtnetlink.h */
const QUESTIONS: [kind: Kind, type: number, body: Buffer][] = [
  ["links", 18, Buffer.concat([Buffer.alloc(16), RTEXT_FILTER_SKIP_STATS])],
  ["addresses", 22, Buffer.alloc(8)],
  ["routes", 26, Buffer.alloc(12)],
  ["policy rules", 34, Buffer.alloc(12)],
  ["neighbours", 30, Buffer.alloc(12)],
  ["FDB entries", 30, Buffer.concat([Buffer.from([PF_BRIDGE]), Buffer.alloc(11)])],
];

/** A count that goes on from one network namespace to the next: it throws `Excess` as soon as there is too much. */
export function openCensus(): (netlink: Netlink) => void {
  const all = new Map<Kind, number>();
  return (netlink) => {
    for (const [kind, type, body] of QUESTIONS) {
      const now = (all.get(kind) ?? 0) + count(netlink, kind, type, body);
      all.set(kind, now);
      limit(kind, now);
    }
  };
}
