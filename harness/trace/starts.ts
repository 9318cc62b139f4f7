// Which rules begin a trace, for how much of what comes, and whether any rule ends one.

import { isDormant, type Nftables } from "../kernel/netfilter.ts";
import type { KernelNode } from "../kernel/node.ts";
import type { TraceRecord } from "./record.ts";

type Json = Record<string, unknown>;

/** What lets only so much through, in nft's words and iptables': nft(8), iptables-extensions(8). */
const limits = /^(limit|quota|hashlimit|connbytes|connlimit|recent|statistic|numgen)$/;

/** The rules or chains of all tables that are not at rest. */
export function inForce({ nftables }: Nftables, kind: "rule" | "chain"): Json[] {
  const of = (kind: string) => nftables.flatMap((object) => (object[kind] ? [object[kind] as Json] : []));
  const atRest = new Set(of("table").flatMap((table) => (isDormant(table) ? `${table.family} ${table.name}` : [])));
  return of(kind).filter(({ family, table }) => !atRest.has(`${family} ${table}`));
}

const setting = (rule: Json, value: number): boolean =>
  (rule.expr as Json[]).some((part) => {
    const { key, value: set } = (part.mangle ?? {}) as { key?: { meta?: Json }; value?: unknown };
    return key?.meta?.key === "nftrace" && set === value;
  });

/** Is there a rule that ends a trace: `meta nftrace set 0`? */
export const isEndedBySome = (ruleset: Nftables): boolean => inForce(ruleset, "rule").some((rule) => setting(rule, 0));

/**
 * A function that tells whether the rules by which a packet came to be traced have a limit, all of them: then others like it are not
 * traced once there were too many. undefined where no rule of the node has one.
 */
export function limitedStarts(node: KernelNode, ruleset: Nftables): ((records: TraceRecord[]) => boolean) | undefined {
  const starts = new Map(
    inForce(ruleset, "rule").flatMap((rule): [string, boolean][] =>
      setting(rule, 1) ? [[`${rule.family} ${rule.table} ${rule.chain} ${rule.handle}`, isLimited(rule.expr)]] : [],
    ),
  );
  // legacy tells of the rules behind the one that began it, so the chain's count together
  for (const { backend, table, chain, rules } of node.iptablesSave("inet").value.chains) {
    const own = backend === "legacy" ? rules.filter(({ spec }) => spec.at(-1) === "TRACE") : [];
    if (own.length)
      starts.set(
        `legacy ${table} ${chain}`,
        own.every(({ spec }) => isLimitedSpec(spec)),
      );
  }
  if (![...starts.values()].includes(true)) return undefined;
  return (records) => {
    const own = records.map((record) => starts.get(keyOf(record))).filter((known) => known !== undefined);
    return own.length > 0 && own.every(Boolean);
  };
}

const keyOf = ({ backend, family, table, chain, met }: TraceRecord): string =>
  backend === "legacy"
    ? `legacy ${table} ${chain}`
    : `${family} ${table} ${chain} ${met.rule === "handle" ? met.handle : ""}`;

const isLimitedSpec = (spec: readonly string[]): boolean =>
  spec.some((word, at) => spec[at - 1] === "-m" && limits.test(word));

/** Anywhere in it: a set that counts each address has the limit in its element. */
function isLimited(part: unknown): boolean {
  if (typeof part !== "object" || part === null) return false;
  return Object.entries(part).some(
    ([key, value]) =>
      (!Array.isArray(part) && (limits.test(key) || (key === "name" && limits.test(String(value))))) ||
      isLimited(value),
  );
}
