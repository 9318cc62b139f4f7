// What the links of a process's network namespace have carried, as anybody may read it: /proc/PID/net/dev, proc(5). An ordinary user's
// grader cannot open a world's namespaces, and a world that keeps the machine busy must be found out soon.

import { textOf } from "../ground/files.ts";
import type { Traffic } from "./traffic.ts";

/** Frames by link since the namespace began, both ways. */
export function framesOf(pid: number): Map<string, number> {
  const lines = textOf(`/proc/${pid}/net/dev`)?.split("\n").slice(HEAD_LINES) ?? [];
  return new Map(
    lines.flatMap((line) => {
      const [, ifname, numbers = ""] = line.match(/^\s*(\S+):\s*(.*)$/) ?? [];
      const columns = numbers.split(/\s+/).map(Number);
      return ifname ? [[ifname, (columns[RECEIVED] ?? 0) + (columns[SENT] ?? 0)] as const] : [];
    }),
  );
}

const HEAD_LINES = 2;
const [RECEIVED, SENT] = [1, 9]; // packets, after the bytes

/** The traffic between two readings, so many ms apart. */
export function trafficBetween(before: Map<string, number>, after: Map<string, number>, ms: number): Traffic {
  const traffic: Traffic = { node: "host", ifname: "", perSecond: 0, all: 0 };
  for (const [ifname, frames] of after) {
    const perSecond = Math.round(((frames - (before.get(ifname) ?? frames)) * 1000) / ms);
    traffic.all += perSecond;
    if (perSecond > traffic.perSecond) Object.assign(traffic, { ifname, perSecond });
  }
  return traffic;
}
