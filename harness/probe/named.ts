// What a world's own rules and routes name, its firewalls' rules and its policy rules: what is for some packets alone is found where such are sent too.

import { hasLegacyTables } from "../kernel/netfilter.ts";
import { hasNftTables } from "../kernel/nft-tables.ts";
import type { KernelNode } from "../kernel/node.ts";
import { inIptables } from "./named-iptables.ts";
import { each, type Found, type Kind } from "./named-kinds.ts";
import { inNft, type Json } from "./named-nft.ts";

/** The numbers, by what they are of. */
export type Named = Record<Kind, number[]>;

/** So many of a kind are asked at most: spread over all that are named. */
const most = 8;
/** The highest that there may be. */
const highest: Record<Kind, number> = {
  ...{ ports: 65535, sourcePorts: 65535, translated: 65535, types: 255, codes: 255, marks: 0xffffffff },
  ...{
    lengths: 65535,
    volumes: 1_000_000,
    counts: 100,
    ttls: 255,
    tos: 255,
    sources: 0xffffffff,
    destinations: 0xffffffff,
  },
};
const lowest: Partial<Record<Kind, number>> = {
  ...{ ports: 1, sourcePorts: 1, translated: 1, volumes: 1, counts: 1 },
  ...{ sources: 0x01000000, destinations: 0x01000000 }, // RFC 1122: 0.0.0.0/8 is no host's
};

/** Each number and its neighbours: a rule that names one may be for what is below it, or above. */
export const around = (numbers: readonly number[]): number[] => [
  ...new Set(numbers.flatMap((number) => [number - 1, number, number + 1])),
];

/** Of the nodes, ascending; none of a machine's own, which are not the student's. */
export function namedBy(nodes: readonly KernelNode[]): Named {
  const found = nodes.filter(({ netns }) => netns.isBounded).flatMap(namedIn);
  const of = (kind: Kind) =>
    spread([...new Set(found.flatMap(([own, number]) => (own === kind ? number : [])))].filter(isOf(kind)));
  return Object.fromEntries((Object.keys(highest) as Kind[]).map((kind) => [kind, of(kind)])) as Named;
}

const isOf = (kind: Kind) => (number: number) =>
  Number.isInteger(number) && number >= (lowest[kind] ?? 0) && number <= highest[kind];

function spread(all: number[]): number[] {
  const sorted = all.sort((a, b) => a - b);
  const step = Math.max(1, (sorted.length - 1) / (most - 1));
  return sorted.length <= most ? sorted : Array.from({ length: most }, (_, at) => sorted[Math.round(at * step)]!);
}

// each tool costs a process
function namedIn(node: KernelNode): Found[] {
  const objects = hasNftTables(node.netns) ? (node.nft().value.nftables as Json[]) : [];
  const isBare = objects.some(({ rule }) => rule && bare.test(JSON.stringify(rule)));
  const inRoutes = each(
    ["tos"],
    node.routes("all").value.map(({ tos = Number.NaN }) => tos),
  );
  const inRules = node.rules().value.flatMap((rule) => {
    const { dport, dport_start, dport_end, sport, sport_start, sport_end, tos } = rule;
    const sources = [sport, sport_start, sport_end].filter((port) => port !== undefined);
    const ports = [dport, dport_start, dport_end].filter((port) => port !== undefined);
    return [
      ...each(["ports", "sourcePorts"], sources),
      ...each(["ports"], ports),
      ...each(["tos"], tos ? [Number(tos)] : []),
    ];
  });
  return [
    ...inRoutes,
    ...inRules,
    ...inNft(objects),
    ...(isBare || hasLegacyTables(node.netns) ? inIptables(node) : []),
  ];
}

/** xt matches whose options nft does not show. */
const bare =
  /"name":"(tcp|udp|multiport|icmp|mark|length|ttl|tos|dscp|ecn|quota|connbytes|limit|hashlimit|statistic|recent|iprange)"/;
