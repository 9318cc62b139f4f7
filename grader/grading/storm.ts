// Which world keeps the machine busy with frames.

import { framesOf, trafficBetween } from "../../harness/kernel/dev-counts.ts";
import { calm } from "../../harness/kernel/traffic.ts";
import type { Remark } from "../tap/remark.ts";

const moment = 100; // ms

/** Of the worlds that the processes with these pids anchor, those whose host carries a storm now. */
export async function stormsAmong(pids: readonly number[]): Promise<Map<number, Remark>> {
  const begin = performance.now();
  const before = new Map(pids.map((pid) => [pid, framesOf(pid)]));
  await Bun.sleep(moment);
  const storms = new Map<number, Remark>();
  for (const [pid, frames] of before) {
    const traffic = trafficBetween(frames, framesOf(pid), performance.now() - begin);
    if (traffic.all > calm) storms.set(pid, { what: "storm", ...traffic });
  }
  return storms;
}
