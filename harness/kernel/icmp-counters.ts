// What a network stack has counted of the ICMP messages that it got and made. proc(5), /proc/net/snmp; RFC 4293's counters.

import { readFileSync } from "node:fs";
import type { Netns } from "./netns.ts";
import { within } from "./within.ts";

export type IcmpCounters = {
  /** Echo requests that reached the stack: after its filters for what comes in. */
  requests: number;
  /** Echo replies that it made: before its filters for what goes out. */
  replies: number;
};

/** The file is that of the thread's namespace when it is opened. A type that never came has no column, and 16 types have lines of their own. */
export function icmpCounters(netns: Netns): IcmpCounters {
  const text = within(netns, () => readFileSync("/proc/thread-self/net/snmp", "utf8"));
  const lines = text.split("\n").filter((line) => line.startsWith("IcmpMsg:"));
  const counts = new Map<string, number>();
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const numbers = lines[at + 1]!.split(" ");
    for (const [column, name] of lines[at]!.split(" ").entries()) counts.set(name, Number(numbers[column]));
  }
  return { requests: counts.get("InType8") ?? 0, replies: counts.get("OutType0") ?? 0 };
}
