// How many packets IPsec's policies have stopped. Kernel: networking/xfrm_proc.rst, /proc/net/xfrm_stat

import { readFileSync } from "node:fs";
import type { Netns } from "./netns.ts";
import { within } from "./within.ts";

/** Of what came in and what went out; 0 where the kernel has no IPsec. */
export function stoppedByXfrm(netns: Netns): number {
  const text = within(netns, () => {
    try {
      return readFileSync("/proc/thread-self/net/xfrm_stat", "utf8");
    } catch {
      return "";
    }
  });
  const counts = text.matchAll(/^Xfrm(?:In|Out|Fwd)\w+\s+(\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}
