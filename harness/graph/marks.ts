// A node's routes and rules, each as a short line.

import { hasNftTables } from "../kernel/nft-tables.ts";
import type { KernelNode } from "../kernel/node.ts";
import type { Route } from "../kernel/route.ts";

/** The main table's routes but for those that came with an address, as `ip route` prints them; then further routing rules. */
export function routesOf(node: KernelNode): string[] {
  const routes = node.routes().value.filter(({ protocol }) => protocol !== "kernel");
  const rules = node.rules().value.filter(({ priority }) => !ownPriorities.includes(priority));
  return [...routes.map(written), ...rules.map(({ priority, table }) => `rule ${priority}: table ${table}`)];
}

export const ownPriorities = [0, 32766, 32767]; // local, main and default: ip-rule(8)

function written({ type, dst, gateway, dev, metric, nexthops, flags }: Route): string {
  const hops = nexthops?.map((hop) => `nexthop ${way(hop)}`) ?? [];
  return [
    type === "unicast" ? "" : type,
    dst,
    way({ gateway, dev }),
    ...hops,
    metric === undefined ? "" : `metric ${metric}`,
    flags.includes("linkdown") ? "linkdown" : "",
  ]
    .filter(Boolean)
    .join(" ");
}

const way = ({ gateway, dev }: { gateway?: string | undefined; dev?: string | undefined }): string =>
  [gateway && `via ${gateway}`, dev && `dev ${dev}`].filter(Boolean).join(" ");

// the tables that iptables knows; what else there is only nft can show
const ofIptables = ["filter", "nat", "mangle", "raw", "security"];

/** A line for each chain that does something to packets: it has rules, or its policy is not ACCEPT. */
export function rulesOf(node: KernelNode): string[] {
  const saved = node.iptablesSave().value.chains.map(({ family, table, chain, policy, rules }) => ({
    name: `${family === "inet6" ? "ip6 " : ""}${table} ${chain}`,
    policy,
    rules: rules.length,
  }));
  const chains = [...saved, ...(hasNftTables(node.netns) ? chainsOfNft(node) : [])];
  return chains.flatMap(({ name, policy, rules }) => {
    const drops = policy !== undefined && policy.toUpperCase() !== "ACCEPT";
    const said = [drops ? `policy ${policy.toUpperCase()}` : "", rules ? `${rules} rule${rules > 1 ? "s" : ""}` : ""];
    return drops || rules ? [`${name}: ${said.filter(Boolean).join(", ")}`] : [];
  });
}

type NftObject = { family: string; table: string; name: string; chain: string; policy?: string };

function chainsOfNft(node: KernelNode): { name: string; policy: string | undefined; rules: number }[] {
  const all = node.nft().value.nftables;
  const isIptables = ({ family, table }: NftObject) => /^ip6?$/.test(family) && ofIptables.includes(table);
  const of = (key: "chain" | "rule") =>
    all.flatMap((each) => (each[key] ? [each[key] as NftObject] : [])).filter((each) => !isIptables(each));
  const rules = Map.groupBy(of("rule"), ({ family, table, chain }) => `${family} ${table} ${chain}`);
  return of("chain").map(({ family, table, name, policy }) => ({
    name: `${family} ${table} ${name}`,
    policy,
    rules: rules.get(`${family} ${table} ${name}`)?.length ?? 0,
  }));
}
