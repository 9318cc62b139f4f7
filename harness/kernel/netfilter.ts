// The rules that packets meet, in both places where they can be: nf_tables, and iptables' own tables before it.

import { readFileSync } from "node:fs";
import { reasonOf } from "../ground/error.ts";
import { type IptablesChain, parseIptablesSave } from "./iptables-save.ts";
import type { Netns } from "./netns.ts";
import { hasNftTables, limitNft } from "./nft-tables.ts";
import { runIn } from "./run-in.ts";
import { within } from "./within.ts";
import { xtOptions } from "./xt.ts";

export type Chain = IptablesChain & {
  family: "inet" | "inet6";
  backend: "nf_tables" | "legacy";
};

/** What `nft -j list ruleset` prints: libnftables-json(5). */
export type Nftables = { nftables: Record<string, unknown>[] };

/**
 * Is a table of nft's at rest: `flags dormant`? None of its chains is met. A single flag is not always told by its name: nft 1.0.6 frees
 * the text before it prints it, and what is there may be anything. So it is every flag that is none of the others.
 */
export const isDormant = ({ flags }: { flags?: unknown }): boolean =>
  [flags ?? []].flat().some((flag) => !/^(owner|persist)$/.test(String(flag)));

const FAMILIES = [
  { family: "inet", tools: "iptables", legacyTables: "/proc/thread-self/net/ip_tables_names" },
  { family: "inet6", tools: "ip6tables", legacyTables: "/proc/thread-self/net/ip6_tables_names" },
] as const;

/**
 * Every chain that iptables and ip6tables show, of both backends, and the text of iptables-save. Chains that only nft
 * can show are not among them: see `nftRuleset`.
 */
export function iptablesSave(netns: Netns, only?: Chain["family"]): { chains: Chain[]; text: string } {
  const families = FAMILIES.filter(({ family }) => only === undefined || family === only);
  // a process costs 5 ms, and without a table it prints nothing
  const hasNft = hasNftTables(netns);
  if (hasNft) limitNft(netns);
  const saved = families.flatMap(({ family, tools, legacyTables }) => [
    ...(hasNft ? [{ family, backend: "nf_tables" as const, text: runIn(netns, [`${tools}-nft-save`, "-c"]) }] : []),
    ...legacyTexts(netns, tools, legacyTables).map((text) => ({ family, backend: "legacy" as const, text })),
  ]);
  return {
    chains: saved.flatMap(({ family, backend, text }) =>
      parseIptablesSave(text).map((chain) => ({ family, backend, ...chain })),
    ),
    text: saved.map(({ text }) => text).join(""),
  };
}

/** Are there tables of the iptables before nf_tables? Undefined where the kernel keeps that from us. */
export function hasLegacyTables(netns: Netns): boolean | undefined {
  const names = legacyTableNames(netns, FAMILIES[0].legacyTables);
  return names && names.length > 0;
}

/**
 * Asking for a legacy table creates it: only those that are there are asked for. Where the kernel keeps their names from us, each is
 * (an empty one does nothing), and one that cannot be had is none.
 */
function legacyTexts(netns: Netns, tools: string, path: string): string[] {
  const textOf = (table: string) => runIn(netns, [`${tools}-legacy-save`, "-c", "-t", table]);
  const names = legacyTableNames(netns, path);
  if (names) return names.map(textOf);
  return ["raw", "mangle", "nat", "filter", "security"].flatMap((table) => {
    try {
      return [textOf(table)];
    } catch (error) {
      if (/Table does not exist/.test(reasonOf(error))) return [];
      throw error;
    }
  });
}

/**
 * Without the file there is no legacy iptables in this kernel, so there are no such tables. Undefined where it may not be read: it
 * belongs to the root that the user namespace had when the network namespace was made; made together with it, to nobody in it.
 */
function legacyTableNames(netns: Netns, path: string): string[] | undefined {
  try {
    const names = within(netns, () => readFileSync(path, "utf8"));
    return names.split("\n").filter(Boolean);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return [];
    if (code === "EACCES") return undefined;
    throw new Error(`Cannot list the legacy iptables tables of the network namespace "${netns.path}": ${message}`);
  }
}

/**
 * Every table, chain, set and rule of nf_tables, also those of iptables-nft. Some of their parts are a bare `xt` with a name; it gets
 * its `options` from the kernel, for without them `--icmp-type echo-request` and `--icmp-type timestamp-request` look alike.
 */
export function nftRuleset(netns: Netns): Nftables {
  limitNft(netns);
  const ruleset: Nftables = JSON.parse(runIn(netns, ["nft", "-j", "list", "ruleset"]));
  const rules = ruleset.nftables.flatMap(({ rule }) => (hasXt(rule) ? [rule] : []));
  if (!rules.length) return ruleset;
  const options = xtOptions(netns);
  for (const { family, table, chain, handle, expr } of rules) {
    const own = options.get(`${family} ${table} ${chain} ${handle}`) ?? [];
    for (const [at, { xt }] of expr.filter(({ xt }) => xt).entries()) Object.assign(xt!, { options: own[at] });
  }
  return ruleset;
}

type XtRule = Record<"family" | "table" | "chain" | "handle", unknown> & { expr: { xt?: object }[] };

const hasXt = (rule: unknown): rule is XtRule => Boolean((rule as XtRule | undefined)?.expr?.some(({ xt }) => xt));
