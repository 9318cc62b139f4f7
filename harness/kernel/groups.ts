// The multicast groups that a network namespace's links have joined: `ip maddress`. /proc/net/igmp and igmp6, proc(5).

import { readFileSync } from "node:fs";
import { address } from "./inet.ts";
import type { Netns } from "./netns.ts";
import { within } from "./within.ts";

export type Membership = { ifname: string; group: string };

/** Both families'; none of a family that is not there. */
export function memberships(netns: Netns): Membership[] {
  const read = (name: string): string =>
    within(netns, () => {
      try {
        return readFileSync(`/proc/thread-self/net/${name}`, "utf8");
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
        throw error;
      }
    });
  return [...readIgmp(read("igmp")), ...readIgmp6(read("igmp6"))];
}

/** A line for each link, "2  eth0  :  1  V3", then one for each of its groups, which begins with the address in this machine's byte order. */
export function readIgmp(text: string): Membership[] {
  let ifname = "";
  return text.split("\n").flatMap((line) => {
    ifname = /^\d+\s+(\S+?)\s*:/.exec(line)?.[1] ?? ifname;
    const [, group] = /^\s+([0-9A-F]{8})\s/.exec(line) ?? [];
    return group ? [{ ifname, group: address(Buffer.from(group, "hex").reverse()) }] : [];
  });
}

/** "2 eth0 ff020000000000000000000000000001 1 0000000C 0" */
export const readIgmp6 = (text: string): Membership[] =>
  text.split("\n").flatMap((line) => {
    const [, ifname, group] = line.trim().split(/\s+/);
    return ifname && group ? [{ ifname, group: address(Buffer.from(group, "hex")) }] : [];
  });
