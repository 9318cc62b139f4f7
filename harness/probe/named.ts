// What a world's own rules name, its firewalls' and its policy rules': what is for some packets alone is found where such are sent too.

import { hasLegacyTables } from "../kernel/netfilter.ts";
import { hasNftTables } from "../kernel/nft-tables.ts";
import type { KernelNode } from "../kernel/node.ts";

type Json = Record<string, unknown>;

/**
 * Numbers, by what they are of: ports, at either end or where a packet comes from; ICMP's types and codes, but for those that nft
 * has a name for; firewall marks; bytes of a whole packet; times to live; types of service.
 */
export type Named = Record<Kind, number[]>;
type Kind = "ports" | "sourcePorts" | "types" | "codes" | "marks" | "lengths" | "ttls" | "tos";

/** So many of a kind are asked at most: spread over all that are named. */
const most = 8;
/** The highest that there may be. */
const highest: Record<Kind, number> = {
  ...{ ports: 65535, sourcePorts: 65535, types: 255, codes: 255, marks: 0xffffffff },
  ...{ lengths: 65535, ttls: 255, tos: 255 },
};
const lowest: Partial<Record<Kind, number>> = { ports: 1, sourcePorts: 1 };
const fragmented = 3000; // bytes, more than a link carries at once

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

type Found = [kind: Kind, number: number];
const each = (kinds: readonly Kind[], numbers: readonly number[]): Found[] =>
  kinds.flatMap((kind) => numbers.map((number): Found => [kind, number]));

// each tool costs a process
function namedIn(node: KernelNode): Found[] {
  const objects = hasNftTables(node.netns) ? (node.nft().value.nftables as Json[]) : [];
  const isBare = objects.some(({ rule }) => rule && bare.test(JSON.stringify(rule)));
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
  return [...inRules, ...inNft(objects), ...(isBare || hasLegacyTables(node.netns) ? inIptables(node) : [])];
}

/** xt matches whose options nft does not show. */
const bare = /"name":"(tcp|udp|multiport|icmp|mark|length|ttl|tos|dscp)"/;

/** What libnftables-json(5) calls the fields. */
const fields: Record<string, readonly Kind[]> = {
  ...{ dport: ["ports"], sport: ["ports", "sourcePorts"] },
  ...{ "icmp.type": ["types"], "icmp.code": ["codes"], "meta.mark": ["marks"], "ip.ttl": ["ttls"], "ip.dscp": ["tos"] },
  ...{ "ip.length": ["lengths"], "udp.length": ["lengths"], "meta.length": ["lengths"], "ip.frag-off": ["lengths"] },
};
/** Who asks for a port that is published is answered by somebody else, and rightly so: no ports of such tables. */
const ofTranslation = /"(dnat|redirect|tproxy)":|"name":"(DNAT|REDIRECT|TPROXY)"/;
const isOfPorts = ([kind]: Found): boolean => kind === "ports" || kind === "sourcePorts";
const IPV4_BYTES = 20; // RFC 791; what UDP's length leaves out

function inNft(objects: Json[]): Found[] {
  const rules = objects.flatMap(({ rule }) => (rule ? [rule as Json] : []));
  const tableOf = ({ family, table }: Json) => `${family} ${table}`;
  const translating = new Set(rules.filter((rule) => ofTranslation.test(JSON.stringify(rule))).map(tableOf));
  const sets = new Map<string, unknown>(
    objects.flatMap((object) => {
      const set = (object.set ?? object.map) as Json | undefined;
      return set ? [[`${tableOf(set)} @${set.name}`, set.elem] as const] : [];
    }),
  );
  return rules.flatMap((rule) =>
    (rule.expr as Json[]).flatMap((part) => {
      const text = JSON.stringify(part);
      const kinds = Object.entries(fields).flatMap(([name, kinds]) => (isField(text, name) ? [{ name, kinds }] : []));
      if (!kinds.length) return [];
      const named = [...text.matchAll(/"(@[^"]+)"/g)].map(([, name]) => sets.get(`${tableOf(rule)} ${name}`));
      const numbers = [part, ...named].flatMap(numbersIn);
      if (text.includes(ofCode)) numbers.push(anyCode);
      const found = kinds.flatMap(({ name, kinds }) =>
        each(
          kinds,
          numbers.flatMap((number) => asAsked(name, number)),
        ),
      );
      return translating.has(tableOf(rule)) ? found.filter((one) => !isOfPorts(one)) : found;
    }),
  );
}

const ofCode = '"field":"code"';
const anyCode = 0; // that there is one is said so: nft has names for the usual ones

const isField = (text: string, name: string): boolean => {
  const [protocol, field = protocol] = name.split(".");
  if (protocol === "meta") return text.includes(`{"meta":{"key":"${field}"}}`);
  return text.includes(protocol === field ? `"field":"${field}"` : `{"protocol":"${protocol}","field":"${field}"}`);
};

/** The numbers that are asked, of one that a rule names. */
const asAsked = (name: string, number: number): number[] =>
  name === "ip.dscp"
    ? [number << 2]
    : name === "udp.length"
      ? [number + IPV4_BYTES]
      : name === "ip.frag-off"
        ? [fragmented]
        : [number];

const numbersIn = (part: unknown): number[] => {
  if (typeof part === "number") return [part];
  if (typeof part === "string") return dscpOf(part);
  return typeof part === "object" && part !== null ? Object.values(part).flatMap(numbersIn) : [];
};

/** RFC 2474, RFC 2597, RFC 3246: as nft(8) spells them. */
function dscpOf(name: string): number[] {
  if (name === "ef") return [46];
  const [, kind, first, second = "0"] = /^(cs|af)([0-7])([1-3])?$/.exec(name) ?? [];
  return kind ? [Number(first) * 8 + Number(second) * 2] : [];
}

/** iptables-extensions(8); what nft shows as a bare xt match, and the tables before nf_tables. */
const options: [option: RegExp, kinds: readonly Kind[]][] = [
  [/^--(destination-|d)ports?$/, ["ports"]],
  [/^--(source-|s)?ports?$/, ["ports", "sourcePorts"]],
  [/^--mark$/, ["marks"]],
  [/^--length$/, ["lengths"]],
  [/^--ttl-(eq|lt|gt)$/, ["ttls"]],
  [/^--tos$/, ["tos"]],
];

function inIptables(node: KernelNode): Found[] {
  const { chains } = node.iptablesSave("inet").value;
  return [...new Set(chains.map(({ table }) => table))].flatMap((table) => {
    const specs = chains.filter((chain) => chain.table === table).flatMap(({ rules }) => rules.map(({ spec }) => spec));
    const isTranslating = specs.some((spec) => spec.some((word) => /^(DNAT|REDIRECT|TPROXY)$/.test(word)));
    const found = specs.flatMap((spec) => spec.flatMap((word, at) => inOption(word, spec[at + 1] ?? "")));
    return isTranslating ? found.filter((one) => !isOfPorts(one)) : found;
  });
}

/** "22", "0x7/0xff", "60:100", "3/4": of a mask only what it is held against. */
function inOption(option: string, value: string): Found[] {
  const [first = "", second] = value.split("/");
  if (option === "-f") return each(["lengths"], [fragmented]);
  if (option === "--icmp-type")
    return [...each(["types"], [Number(first)]), ...each(["codes"], second ? [Number(second)] : [])];
  if (option === "--dscp") return each(["tos"], [Number(first) << 2]);
  const kinds = options.find(([name]) => name.test(option))?.[1] ?? [];
  return each(kinds, first.split(/[,:]/).map(Number));
}
