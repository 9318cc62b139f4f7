// The chains that packets meet on a node, from nf_tables and from iptables-legacy.

import type { Chain as SavedChain } from "../kernel/netfilter.ts";
import type { KernelNode } from "../kernel/node.ts";
import { runIn } from "../kernel/run-in.ts";
import type { Chain, Rule } from "./chains.ts";
import { iptablesRule, spelt } from "./iptables-rule.ts";
import { nftRule, type SetOf } from "./nft-rule.ts";

// biome-ignore lint/suspicious/noExplicitAny: nft's JSON has a shape for each kind of expression
type Json = Record<string, any>;
const unknownRule: Rule = { text: () => "", decide: () => ({ applies: "unknown", verdict: { is: "unknown" } }) };

/** Where iptables' built-in chains are hooked in: linux/netfilter_ipv4.h. */
const PRIORITIES: Record<string, number> = { raw: -300, mangle: -150, nat: 100, filter: 0, security: 50 };
const destinationNat = -100;

export function ruleset(node: KernelNode): Chain[] {
  const saved = savedChains(node);
  return [...nftChains(node, saved), ...saved.filter(({ backend }) => backend === "legacy").map(legacyChain)];
}

/** Without the right to see the legacy tables, what can be seen has to do. */
function savedChains(node: KernelNode): SavedChain[] {
  try {
    return node.iptablesSave("inet").value.chains;
  } catch {
    return [];
  }
}

function legacyChain({ table, chain, policy, rules }: SavedChain): Chain {
  const isDestination = table === "nat" && (chain === "PREROUTING" || chain === "OUTPUT");
  return {
    table: `iptables-legacy ${table}`,
    name: chain,
    rules: rules.map(({ spec }) => iptablesRule(chain, spec)),
    command: `iptables-legacy${table === "filter" ? "" : ` -t ${table}`} -S ${chain}`,
    ...(policy && {
      hook: chain.toLowerCase(),
      family: "ip",
      priority: isDestination ? destinationNat : (PRIORITIES[table] ?? 0),
      isNat: table === "nat",
      policy: policy === "DROP" ? "drop" : "accept",
    }),
  };
}

function nftChains(node: KernelNode, saved: readonly SavedChain[]): Chain[] {
  const objects = node.nft().value.nftables as Json[];
  const placeOf = ({ family, table, chain }: Json) => `${family} ${table} ${chain}`;
  const rules = Map.groupBy(
    objects.flatMap(({ rule }) => (rule ? [rule] : [])),
    placeOf,
  );
  const twins = new Map(
    saved.filter(({ backend }) => backend === "nf_tables").map((one) => [`ip ${one.table} ${one.chain}`, one]),
  );
  return objects.flatMap(({ chain }) => {
    const family = { ip: "ip", inet: "ip", arp: "arp", bridge: "bridge" }[chain?.family as string] as Chain["family"];
    if (!family) return []; // netdev's JSON does not say which link it is for: unknown
    const place = [chain.family, chain.table, chain.name];
    const isHere = (rule: Json) => rule.family === chain.family && rule.table === chain.table;
    const key = placeOf({ ...chain, chain: chain.name });
    const own = rules.get(key) ?? [];
    const twin = twins.get(key);
    const words = twin?.rules.length === own.length ? twin : undefined; // what iptables calls the same rules
    const command = words
      ? `iptables${chain.table === "filter" ? "" : ` -t ${chain.table}`} -S ${chain.name}`
      : `nft list chain ${place.join(" ")}`;
    const setOf: SetOf = (name) => {
      const found = objects.find(({ set }) => set && isHere(set) && set.name === name)?.set;
      return found && (found.elem ?? []);
    };
    return {
      table: `${chain.family} ${chain.table}`,
      name: chain.name,
      command,
      rules: own.map((rule, index) => {
        const spec = words?.rules[index]?.spec;
        const text = () => (spec ? spelt(chain.name, spec) : ruleText(node, place, rule.handle));
        return nftRule(rule.expr ?? [], text, setOf) ?? (spec ? iptablesRule(chain.name, spec) : unknownRule);
      }),
      ...(chain.hook && {
        hook: chain.hook,
        family,
        priority: Number(chain.prio),
        isNat: chain.type === "nat",
        policy: chain.policy,
      }),
    };
  });
}

/** The rule as nft prints it. */
function ruleText(node: KernelNode, place: string[], handle: number): string {
  const lines = runIn(node.netns, ["nft", "-a", "list", "chain", ...place]).split("\n");
  const end = ` # handle ${handle}`;
  return (
    lines
      .find((line) => line.endsWith(end) && !line.includes("{ #"))
      ?.slice(0, -end.length)
      .trim() ?? ""
  );
}
