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

/** The file is that of the thread's namespace when it is opened. A type that never came has no column. */
export function icmpCounters(netns: Netns): IcmpCounters {
  const text = within(netns, () => readFileSync("/proc/thread-self/net/snmp", "utf8"));
  const [names = "", numbers = ""] = text.split("\n").filter((line) => line.startsWith("IcmpMsg:"));
  const columns = names.split(" ");
  const of = (name: string) => Number(numbers.split(" ")[columns.indexOf(name)] ?? 0);
  return {
    requests: columns.includes("InType8") ? of("InType8") : 0,
    replies: columns.includes("OutType0") ? of("OutType0") : 0,
  };
}
