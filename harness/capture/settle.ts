// What a story needs of the nodes once it is known which packets it is about: routes, what bridges have learnt, groups, forwarding.

import { memberships } from "../kernel/groups.ts";
import type { KernelNode } from "../kernel/node.ts";
import type { NextHop } from "./asked.ts";
import type { Hop } from "./hop.ts";
import type { Learnt } from "./learnt.ts";
import { hopsOf } from "./story.ts";
import { placeOf, type Topology } from "./topology.ts";

/** Adds to the topology what the ping's own packets met. */
export function complete(
  topology: Topology,
  own: ReadonlySet<Hop>,
  tables: readonly Learnt[],
  nodes: readonly KernelNode[],
): void {
  addPorts(topology, tables);
  addGroups(topology, own, nodes);
  addHosts(topology, own, nodes);
}

/** By the nodes' routes, each asked for once. */
export function nextHopOf(nodes: readonly KernelNode[]): NextHop {
  const known = new Map<string, string | undefined>();
  return (name, address, came) => {
    const key = [name, address, came?.from, came?.ifname].join(" ");
    if (!known.has(key) && !isGroup(address)) {
      const node = nodes.find((candidate) => candidate.name === name);
      const route = node?.routeTo(address, came && { from: came.from, iif: came.ifname }).value;
      const hop = !route || "error" in route ? undefined : (route.gateway ?? route.via?.host ?? address);
      known.set(key, hop);
    }
    return known.get(key);
  };
}

const isGroup = (address: string): boolean => /^ff|^(22[4-9]|23\d)\./.test(address); // RFC 4291, RFC 5771

function addPorts({ ports }: Topology, tables: readonly Learnt[]): void {
  for (const entry of tables)
    if (entry.table === "fdb") ports.set(`${entry.node} ${entry.bridge} ${entry.mac}`, entry.ifname);
}

function addGroups({ groups }: Topology, own: ReadonlySet<Hop>, nodes: readonly KernelNode[]): void {
  const targets = new Set([...own].flatMap(hopsOf).flatMap(({ frame }) => frame.ip?.dst ?? []));
  for (const target of targets) if (isGroup(target)) groups.set(target, new Set());
  if (!groups.size) return;
  for (const { name, netns } of nodes)
    for (const { ifname, group } of memberships(netns)) groups.get(group)?.add(placeOf({ node: name, ifname }));
}

function addHosts({ hosts, bridges }: Topology, own: ReadonlySet<Hop>, nodes: readonly KernelNode[]): void {
  for (const hop of [...own].flatMap(hopsOf)) {
    const place = placeOf(hop);
    if (hop.next.length || hop.direction === "out" || bridges.has(place) || hosts.has(place)) continue;
    const family = hop.frame.ip?.version === 6 ? "ipv6" : "ipv4";
    const key = `net.${family}.conf.${hop.ifname.replaceAll(".", "/")}.forwarding`;
    if (nodes.find(({ name }) => name === hop.node)?.sysctl(key).value === "0") hosts.add(place);
  }
}
