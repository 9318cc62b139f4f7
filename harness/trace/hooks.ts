// Where in the kernel a chain is: its hook, and its priority among the chains of that hook.

import type { Nftables } from "../kernel/netfilter.ts";
import type { TraceRecord } from "./record.ts";

/** Names of iptables' chains; for nf_tables, of the chains' hooks. */
export type Hook = "INGRESS" | "PREROUTING" | "INPUT" | "FORWARD" | "OUTPUT" | "POSTROUTING";
export type Place = { hook: Hook; priority: number };

/** Of the table `raw`: the first table that a packet meets. */
export const rawPriority = -300;

// linux/netfilter_ipv4.h
const LEGACY: Record<string, number> = { raw: rawPriority, mangle: -150, nat: -100, filter: 0, security: 50 };
const BUILT_IN = /^(PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING)$/;

/** By a node's ruleset, a function that gives the place of a record's chain; undefined for a chain that others jump to. */
export function placesOf({ nftables }: Nftables): (record: TraceRecord) => Place | undefined {
  const places = new Map<string, Place>();
  for (const { chain } of nftables) {
    const { family, table, name, hook, prio } = (chain ?? {}) as Record<string, string | undefined>;
    if (hook) places.set(`${family} ${table} ${name}`, { hook: hook.toUpperCase() as Hook, priority: Number(prio) });
  }
  return ({ backend, family, table, chain }) => {
    if (backend === "nf_tables") return places.get(`${family} ${table} ${chain}`);
    return BUILT_IN.test(chain) ? { hook: chain as Hook, priority: LEGACY[table] ?? 0 } : undefined;
  };
}
