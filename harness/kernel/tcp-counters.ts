// How many TCP connections a network stack has taken from others. proc(5), /proc/net/snmp; RFC 4022, tcpPassiveOpens

import { readFileSync } from "node:fs";
import type { Netns } from "./netns.ts";
import { within } from "./within.ts";

export function passiveOpens(netns: Netns): number {
  const text = within(netns, () => readFileSync("/proc/thread-self/net/snmp", "utf8"));
  const [names = "", numbers = ""] = text.split("\n").filter((line) => line.startsWith("Tcp:"));
  return Number(numbers.split(" ")[names.split(" ").indexOf("PassiveOpens")] ?? 0);
}
