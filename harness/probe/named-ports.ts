// The ports that a world's own rules name, its firewalls' and its policy rules': what is for some ports alone is found where these are asked too.

import { hasLegacyTables } from "../kernel/netfilter.ts";
import { hasNftTables } from "../kernel/nft-tables.ts";
import type { KernelNode } from "../kernel/node.ts";

type Json = Record<string, unknown>;

/** So many are asked at most: spread over all that are named. */
const most = 8;

/**
 * Ports in the rules of the nodes, of either end, ascending; none of a machine's own, which are not the student's. Tables that translate destinations are left out: whoever asks for a
 * port that is published is answered by somebody else, and rightly so.
 */
export function namedPorts(nodes: readonly KernelNode[]): number[] {
  const all = [...new Set(nodes.filter(({ netns }) => netns.isBounded).flatMap(portsIn))];
  const valid = all.filter((port) => Number.isInteger(port) && port > 0 && port < 65536).sort((a, b) => a - b);
  const step = Math.max(1, (valid.length - 1) / (most - 1));
  return valid.length <= most ? valid : Array.from({ length: most }, (_, at) => valid[Math.round(at * step)]!);
}

// each tool costs a process
function portsIn(node: KernelNode): number[] {
  const objects = hasNftTables(node.netns) ? (node.nft().value.nftables as Json[]) : [];
  const isBare = objects.some(({ rule }) => rule && /"name":"(tcp|udp|multiport)"/.test(JSON.stringify(rule)));
  const inRules = node
    .rules()
    .value.flatMap(({ dport, dport_start, dport_end, sport, sport_start, sport_end }) => [
      ...[dport, dport_start, dport_end, sport, sport_start, sport_end].filter((port) => port !== undefined),
    ]);
  return [...inRules, ...inNft(objects), ...(isBare || hasLegacyTables(node.netns) ? inIptables(node) : [])];
}

/** What libnftables-json(5) calls the field of a port, at either end. */
const ofPort = /"field":"[ds]port"/;
const ofTranslation = /"(dnat|redirect|tproxy)":|"name":"(DNAT|REDIRECT|TPROXY)"/;

function inNft(objects: Json[]): number[] {
  const rules = objects.flatMap(({ rule }) => (rule ? [{ rule: rule as Json, text: JSON.stringify(rule) }] : []));
  const tableOf = ({ family, table }: Json) => `${family} ${table}`;
  const translating = new Set(rules.filter(({ text }) => ofTranslation.test(text)).map(({ rule }) => tableOf(rule)));
  const sets = new Map<string, number[]>(
    objects.flatMap((object) => {
      const set = (object.set ?? object.map) as Json | undefined;
      return set ? [[`${tableOf(set)} @${set.name}`, numbersIn(set.elem)] as const] : [];
    }),
  );
  return rules.flatMap(({ rule, text }) => {
    if (translating.has(tableOf(rule)) || !ofPort.test(text)) return [];
    const parts = (rule.expr as Json[]).filter((part) => ofPort.test(JSON.stringify(part)));
    const named = [...JSON.stringify(parts).matchAll(/"(@[^"]+)"/g)];
    return [...numbersIn(parts), ...named.flatMap(([, name]) => sets.get(`${tableOf(rule)} ${name}`) ?? [])];
  });
}

const numbersIn = (part: unknown): number[] =>
  typeof part === "number"
    ? [part]
    : typeof part === "object" && part !== null
      ? Object.values(part).flatMap(numbersIn)
      : [];

/** What nft shows as a bare xt match, and the tables before nf_tables. iptables-extensions(8): tcp, udp, multiport. */
function inIptables(node: KernelNode): number[] {
  const { chains } = node.iptablesSave("inet").value;
  const rulesIn = (table: string) => chains.filter((chain) => chain.table === table).flatMap(({ rules }) => rules);
  return [...new Set(chains.map(({ table }) => table))].flatMap((table) => {
    const specs = rulesIn(table).map(({ spec }) => spec);
    if (specs.some((spec) => spec.some((word) => /^(DNAT|REDIRECT|TPROXY)$/.test(word)))) return [];
    return specs.flatMap((spec) =>
      spec.flatMap((word, at) =>
        /^--(destination-|source-|[ds])?ports?$/.test(word) ? spec[at + 1]!.split(/[,:]/).map(Number) : [],
      ),
    );
  });
}
