// What all network namespaces of a machine share, by the kernel's own counts of where it failed: one world's doing takes packets from
// another. proc(5); the kernel's net/core/neighbour.c (/proc/net/stat) and net/core/net-procfs.c (softnet_stat).

import { join } from "node:path";
import { textOf } from "../ground/files.ts";

/** Failures since the machine began, by what failed. */
export type Shared = Partial<Record<keyof typeof sentences, number>>;

const sentences = {
  neighbours: (count: number) => `the machine's IPv4 neighbour table was full (${count} times)`,
  neighbours6: (count: number) => `the machine's IPv6 neighbour table was full (${count} times)`,
  packets: (count: number) => `the machine had more packets than it could take (${count} were dropped)`,
};

const DROPPED = 1; // the second column of softnet_stat

/** What there is to be read: the neighbour tables only in the machine's first network namespace. */
export function readShared(folder = "/proc/net"): Shared {
  const counts: Record<keyof Shared, number | undefined> = {
    neighbours: tableFulls(textOf(join(folder, "stat/arp_cache"))),
    neighbours6: tableFulls(textOf(join(folder, "stat/ndisc_cache"))),
    packets: sum(rows(textOf(join(folder, "softnet_stat"))), DROPPED),
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== undefined));
}

/** How many entries the neighbour tables have, of all worlds together; undefined where it is not told. */
export function neighbourEntries(folder = "/proc/net"): number | undefined {
  const counts = ["arp_cache", "ndisc_cache"].map((name) => entries(textOf(join(folder, "stat", name))));
  return counts.every((count) => count !== undefined) ? counts.reduce((all, count) => all + count, 0) : undefined;
}

/** What failed between the two readings, in words. */
export const failuresBetween = (before: Shared, after: Shared): string[] =>
  Object.entries(sentences).flatMap(([key, sentence]) => {
    const rise = (after[key as keyof Shared] ?? 0) - (before[key as keyof Shared] ?? 0);
    return rise > 0 ? [sentence(rise)] : [];
  });

/** A line of names, then one for each processor. */
function tableFulls(text: string | undefined): number | undefined {
  const [names = [], ...processors] = rows(text) ?? [];
  const column = names.indexOf("table_fulls");
  return column < 0 ? undefined : sum(processors, column);
}

/** The same number for each processor. */
function entries(text: string | undefined): number | undefined {
  const [names = [], first] = rows(text) ?? [];
  const column = names.indexOf("entries");
  return column < 0 || !first ? undefined : sum([first], column);
}

const rows = (text: string | undefined): string[][] | undefined =>
  text?.split("\n").flatMap((line) => (line.trim() ? [line.trim().split(/\s+/)] : []));

/** The column's sum; the numbers are hexadecimal. */
const sum = (rows: string[][] | undefined, column: number): number | undefined =>
  rows?.reduce((all, row) => all + Number.parseInt(row[column] ?? "0", 16), 0);
