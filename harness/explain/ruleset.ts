// The chains that packets meet on a node, from nf_tables and from iptables-legacy.

import { type IptablesChain, parseIptablesSave } from "../kernel/iptables-save.ts";
import { isDormant, type Chain as SavedChain } from "../kernel/netfilter.ts";
import type { KernelNode } from "../kernel/node.ts";
import { runIn } from "../kernel/run-in.ts";
import type { Chain, Rule } from "./chains.ts";
import { ebtablesRule } from "./ebtables-rule.ts";
import { iptablesRule, spelt } from "./iptables-rule.ts";
import { nftRule, type SetOf } from "./nft-rule.ts";

// biome-ignore lint/suspicious/noExplicitAny: nft's JSON has a shape for each kind of expression
type Json = Record<string, any>;
const unknownRule: Rule = { text: () => "", decide: () => ({ applies: "unknown", verdict: { is: "unknown" } }) };

/** Where iptables' built-in chains are hooked in: linux/netfilter_ipv4.h. */
const PRIORITIES: Record<string, number> = { raw: -300, mangle: -150, nat: 100, filter: 0, security: 50 };
const destinationNat = -100;

/** Those that packets of the family meet. */
export function ruleset(node: KernelNode, family: SavedChain["family"]): Chain[] {
  const saved = savedChains(node, family);
  return [...nftChains(node, saved, family), ...saved.filter(({ backend }) => backend === "legacy").map(legacyChain)];
}

/** What iptables and nft call the family. */
const called = { inet: { tool: "iptables", own: "ip" }, inet6: { tool: "ip6tables", own: "ip6" } } as const;

const FAMILIES: Record<string, Chain["family"]> = {
  inet: "ip",
  arp: "arp",
  bridge: "bridge",
  netdev: "netdev",
};

/** What ebtables calls the rules of bridges; asked only where nft's JSON leaves something out. */
function ofBridges(node: KernelNode, objects: readonly Json[]): IptablesChain[] {
  const isCut = ({ rule }: Json) => rule?.family === "bridge" && rule.expr?.some((part: Json) => "xt" in part);
  if (!objects.some(isCut)) return [];
  try {
    return parseIptablesSave(runIn(node.netns, ["ebtables-nft-save"]));
  } catch {
    return []; // it is not installed, or has words of its own
  }
}

/** The links of a netdev chain: nft's JSON leaves them out, or some of them. */
function devicesOf(node: KernelNode, place: string[]): string[] {
  const [, one, several] =
    runIn(node.netns, ["nft", "list", "chain", ...place]).match(/ device "?([^" ]+)"? | devices = \{([^}]*)\}/) ?? [];
  return one ? [one] : (several ?? "").split(",").map((name) => name.trim().replaceAll('"', ""));
}

/** Without the right to see the legacy tables, what can be seen has to do. */
function savedChains(node: KernelNode, family: SavedChain["family"]): SavedChain[] {
  try {
    return node.iptablesSave(family).value.chains;
  } catch {
    return [];
  }
}

function legacyChain({ family, table, chain, policy, rules }: SavedChain): Chain {
  const { tool } = called[family];
  const isDestination = table === "nat" && (chain === "PREROUTING" || chain === "OUTPUT");
  return {
    table: `${tool}-legacy ${table}`,
    name: chain,
    rules: rules.map(({ spec }) => iptablesRule(chain, spec)),
    command: `${tool}-legacy${table === "filter" ? "" : ` -t ${table}`} -S ${chain}`,
    ...(policy && {
      hook: chain.toLowerCase(),
      family: "ip",
      priority: isDestination ? destinationNat : (PRIORITIES[table] ?? 0),
      isNat: table === "nat",
      policy: policy === "DROP" ? "drop" : "accept",
    }),
  };
}

function nftChains(node: KernelNode, saved: readonly SavedChain[], asked: SavedChain["family"]): Chain[] {
  const { tool: savedBy, own: ofFamily } = called[asked];
  const objects = node.nft().value.nftables as Json[];
  const dormant = new Set(
    objects.flatMap(({ table }) => (table && isDormant(table) ? [`${table.family} ${table.name}`] : [])),
  );
  const placeOf = ({ family, table, chain }: Json) => `${family} ${table} ${chain}`;
  const rules = Map.groupBy(
    objects.flatMap(({ rule }) => (rule ? [rule] : [])),
    placeOf,
  );
  const twins = new Map<string, IptablesChain>([
    ...saved.flatMap((one) =>
      one.backend === "nf_tables" ? [[`${ofFamily} ${one.table} ${one.chain}`, one] as const] : [],
    ),
    ...ofBridges(node, objects).map((one) => [`bridge ${one.table} ${one.chain}`, one] as const),
  ]);
  return objects.flatMap(({ chain }) => {
    const isNetdev = chain?.hook === "ingress" || chain?.hook === "egress"; // the inet family has ingress too
    const family = isNetdev ? "netdev" : chain?.family === ofFamily ? "ip" : FAMILIES[chain?.family as string];
    if (!family || dormant.has(`${chain.family} ${chain.table}`)) return [];
    const place = [chain.family, chain.table, chain.name];
    const isHere = (rule: Json) => rule.family === chain.family && rule.table === chain.table;
    const key = placeOf({ ...chain, chain: chain.name });
    const own = rules.get(key) ?? [];
    const twin = twins.get(key);
    const words = twin?.rules.length === own.length ? twin : undefined; // what iptables calls the same rules
    const [tool, readRule] =
      family === "bridge" ? (["ebtables", ebtablesRule] as const) : ([savedBy, iptablesRule] as const);
    const command = words
      ? `${tool}${chain.table === "filter" ? "" : ` -t ${chain.table}`} ${family === "bridge" ? "-L" : "-S"} ${chain.name}`
      : `nft list chain ${place.join(" ")}`;
    const setOf: SetOf = (name) => {
      const { set, map } =
        objects.find(({ set, map }) => [set, map].some((one) => one && isHere(one) && one.name === name)) ?? {};
      return (set ?? map) && ((set ?? map).elem ?? []);
    };
    return {
      table: `${chain.family} ${chain.table}`,
      name: chain.name,
      command,
      rules: own.map((rule, index) => {
        const spec = words?.rules[index]?.spec;
        const text = () => (spec ? spelt(chain.name, spec) : ruleText(node, place, rule.handle));
        const own = () => nftRule(rule.expr ?? [], text, setOf);
        // iptables says in a word what takes nft an expression: a mark with a mask
        if (spec && family === "ip") return readRule(chain.name, spec);
        return own() ?? (spec ? readRule(chain.name, spec) : unknownRule);
      }),
      ...(isNetdev && { devices: devicesOf(node, place) }),
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

/** The rule as nft prints it, but for what it has counted: that is another a moment later. */
function ruleText(node: KernelNode, place: string[], handle: number): string {
  const lines = runIn(node.netns, ["nft", "-a", "list", "chain", ...place]).split("\n");
  const end = ` # handle ${handle}`;
  return (
    lines
      .find((line) => line.endsWith(end) && !line.includes("{ #"))
      ?.slice(0, -end.length)
      .replace(/counter packets \d+ bytes \d+/, "counter")
      .trim() ?? ""
  );
}
