// Routes, rules of routing and static neighbours, as the lines that ip(8) prints and takes again.

import { lines, tool } from "./tool.ts";

type Family = "-4" | "-6";
export type SavedLines = { kind: string; family: Family; lines: string[] }[];

const kinds = [
  {
    kind: "route",
    list: ["-o", "-d", "route", "show", "table", "all"],
    // the local table and IPv6's own routes follow the addresses; what a router announced, it announces again
    isKept: (line: string) => !/ table local\b| proto ra\b| expires |:.* proto kernel\b/.test(line),
    // what ip tells of the state, and does not take as input; `-o` writes a backslash for a new line
    words: (line: string) => line.replaceAll("\\", " ").replaceAll(/ (linkdown|dead|offload|trap|rt_trap)\b/g, ""),
    add: "add",
  },
  {
    kind: "rule",
    list: ["rule"],
    isKept: () => true,
    words: (line: string) => line.replace(/^(\d+):/, "pref $1"),
    add: "add",
  },
  {
    kind: "neigh",
    list: ["neigh", "show", "nud", "permanent"],
    isKept: () => true,
    words: (line: string) => line.replace(/ (router|extern_\S+)\b/g, "").replace(/ PERMANENT$/, " nud permanent"),
    add: "replace",
  },
] as const;

export const saveLines = (): SavedLines =>
  kinds.flatMap(({ kind, list, isKept, words }) =>
    (["-4", "-6"] as const).map((family) => ({
      kind,
      family,
      lines: lines(tool(["ip", family, ...list]))
        .filter(isKept)
        .map((line) => words(line).replaceAll(/\s+/g, " ").trim()),
    })),
  );

/** Deletes the lines that came since, and adds those that went; only those on these links, and on none. */
export function restoreLines(before: SavedLines, links: readonly string[]): void {
  const now = saveLines();
  for (const { kind, family, lines: old } of before) {
    const own = now.find((other) => other.kind === kind && other.family === family)?.lines ?? [];
    const add = kinds.find((each) => each.kind === kind)!.add;
    const change = (verb: string, line: string) => tool(["ip", family, kind, verb, ...line.split(" ")]);
    const isHere = (line: string) => [...line.matchAll(/ dev (\S+)/g)].every(([, dev]) => links.includes(dev!));
    for (const line of own) if (!old.includes(line) && isHere(line)) change("del", line);
    // a route by a gateway needs the one to the gateway: those on the link first
    const lost = old.filter((line) => !own.includes(line) && isHere(line));
    for (const line of lost.toSorted((one, other) => Number(/ via /.test(one)) - Number(/ via /.test(other))))
      change(add, line);
  }
}
