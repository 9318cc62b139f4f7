// What a node's picture has no room for, in the words of the commands that show it: neighbours, forwarding databases, routes,
// rules, settings.

import type { FdbEntry } from "../kernel/fdb.ts";
import type { Neighbour } from "../kernel/neighbour.ts";
import { hasNftTables } from "../kernel/nft-tables.ts";
import type { KernelNode } from "../kernel/node.ts";
import type { Route } from "../kernel/route.ts";
import { runIn } from "../kernel/run-in.ts";
import { ownPriorities } from "./marks.ts";

/** A command as a person types it on the node, and what it shows, line by line. */
export type Table = { command: string; lines: string[] };

const most = 200; // lines of one table: a node can be made to have any number
const settings = ["net.ipv4.ip_forward", "net.ipv4.conf.all.rp_filter", "net.bridge.bridge-nf-call-iptables"];

/** A node's tables; those that are empty too: that is what they show. */
export function tablesOf(node: KernelNode): Table[] {
  const { value: links } = node.links();
  const settled = [
    ...settings,
    ...links.flatMap(({ ifname }) => (ifname === "lo" ? [] : [`net.ipv4.conf.${ifname}.rp_filter`])),
  ];
  const bridges = links.filter(({ linkinfo }) => linkinfo?.info_kind === "bridge").map(({ ifname }) => ifname);
  return [
    { command: "ip route", lines: node.routes().value.map(routeLine) },
    ...ruleTable(node),
    { command: "ip neigh", lines: node.neighbours().value.map(neighbourLine) },
    ...bridges.map((bridge) => ({
      command: `bridge fdb show br ${bridge} | grep -v "self permanent"`, // the groups that a link listens to
      lines: (node.fdb(bridge).value ?? []).map(fdbLine).filter((line) => !line.endsWith("self permanent")),
    })),
    { command: "iptables-save", lines: iptablesLines(node) },
    ...nftTable(node),
    {
      command: "sysctl",
      lines: settled.flatMap((key) => {
        const { value } = node.sysctl(key);
        return value === undefined ? [] : [`${key} = ${value}`];
      }),
    },
  ].map(({ command, lines }) => ({ command: node.fact(undefined, command).seen, lines: short(lines) }));
}

/** A route as ip(8) writes it. */
export function routeLine({ type, dst, gateway, dev, protocol, scope, prefsrc, metric }: Route): string {
  const words = [
    ...(type === "unicast" ? [] : [type]),
    dst,
    ...(gateway ? ["via", gateway] : []),
    ...(dev ? ["dev", dev] : []),
    ...(protocol && protocol !== "boot" ? ["proto", protocol] : []),
    ...(scope && scope !== "global" ? ["scope", scope] : []),
    ...(prefsrc ? ["src", prefsrc] : []),
    ...(metric ? ["metric", metric] : []),
  ];
  return words.join(" ");
}

const short = (lines: string[]): string[] =>
  lines.length > most ? [...lines.slice(0, most), `… ${lines.length - most} more`] : lines;

const neighbourLine = ({ dst, dev, lladdr, state }: Neighbour): string =>
  [dst, "dev", dev, ...(lladdr ? ["lladdr", lladdr] : []), ...state].join(" ");

const fdbLine = ({ mac, ifname, vlan, master, state, flags }: FdbEntry): string =>
  [
    ...[mac, "dev", ifname],
    ...(vlan === undefined ? [] : ["vlan", vlan]),
    ...flags.filter((flag) => flag === "self"),
    ...(master ? ["master", master] : []),
    state,
  ]
    .filter(Boolean)
    .join(" ");

/** Nothing where there are only the three that every network namespace has: ip-rule(8). */
function ruleTable(node: KernelNode): Table[] {
  const rules = node.rules().value;
  if (rules.every(({ priority }) => ownPriorities.includes(priority))) return [];
  return [{ command: "ip rule", lines: rules.map(({ priority, table }) => `${priority}: lookup ${table}`) }];
}

/** Each chain that holds rules or drops, then its rules. */
const iptablesLines = (node: KernelNode): string[] =>
  node.iptablesSave().value.chains.flatMap(({ family, table, chain, policy, rules }) => {
    const tool = family === "inet6" ? "ip6tables" : "iptables";
    const drops = policy !== undefined && policy !== "ACCEPT";
    return [
      ...(drops ? [`${tool} -t ${table} -P ${chain} ${policy}`] : []),
      ...rules.map(({ spec }) => `${tool} -t ${table} -A ${chain} ${spec.join(" ")}`),
    ];
  });

/** nf_tables' own rules, without those that iptables keeps there. */
function nftTable({ netns }: KernelNode): Table[] {
  if (!hasNftTables(netns)) return [];
  const tables = runIn(netns, ["nft", "list", "ruleset"]).split(/(?=^table )/m);
  const own = tables.filter(
    (text) => /^table /.test(text) && !/^table ip6? (?:filter|nat|mangle|raw|security) /.test(text),
  );
  const lines = own.flatMap((text) => text.split("\n")).filter((line) => line.trim() && !line.startsWith("#"));
  return lines.length ? [{ command: "nft list ruleset", lines }] : [];
}
