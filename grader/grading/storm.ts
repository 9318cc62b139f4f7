// Which world keeps the machine busy with frames.

import { framesOf, trafficBetween } from "../../harness/kernel/dev-counts.ts";
import { calm } from "../../harness/kernel/traffic.ts";
import type { Circumstance } from "../tap/circumstance.ts";

const moment = 100; // ms

/** Of the worlds that the processes with these pids anchor, those whose host carries a storm now. */
export async function stormsAmong(pids: readonly number[]): Promise<Map<number, Circumstance>> {
  const begin = performance.now();
  const before = new Map(pids.map((pid) => [pid, framesOf(pid)]));
  await Bun.sleep(moment);
  const storms = new Map<number, Circumstance>();
  for (const [pid, frames] of before) {
    const traffic = trafficBetween(frames, framesOf(pid), performance.now() - begin);
    if (traffic.all > calm) storms.set(pid, { what: "storm", ...traffic });
  }
  return storms;
}
