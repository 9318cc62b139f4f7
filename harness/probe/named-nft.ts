// What the rules of nft name.

import { numberOf } from "../kernel/prefix.ts";
import { asTranslated, beside, each, type Found, fragmented, type Kind, slowBurst, volumeOf } from "./named-kinds.ts";

export type Json = Record<string, unknown>;

/** What libnftables-json(5) calls the fields. */
const fields: Record<string, readonly Kind[]> = {
  ...{ dport: ["ports"], sport: ["ports", "sourcePorts"] },
  ...{ "icmp.type": ["types"], "icmp.code": ["codes"], "meta.mark": ["marks"], "ip.ttl": ["ttls"], "ip.dscp": ["tos"] },
  ...{ "ip.length": ["lengths"], "udp.length": ["lengths"], "meta.length": ["lengths"], "ip.frag-off": ["lengths"] },
  ...{ "ip.saddr": ["sources"], "ip.daddr": ["destinations"] },
  ...{ "ct.bytes": ["volumes"], "ct.packets": ["volumes"], "icmp.sequence": ["counts"], "ip.ecn": ["tos"] },
};
const ofTranslation = /"(dnat|redirect|tproxy)":|"name":"(DNAT|REDIRECT|TPROXY)"/;
const IPV4_BYTES = 20; // RFC 791; what UDP's length leaves out

/** What the rules of `nft -j list ruleset` name. */
export function inNft(objects: Json[]): Found[] {
  const rules = objects.flatMap(({ rule }) => (rule ? [rule as Json] : []));
  const tableOf = ({ family, table }: Json) => `${family} ${table}`;
  const translating = new Set(rules.filter((rule) => ofTranslation.test(JSON.stringify(rule))).map(tableOf));
  const sets = new Map<string, unknown>(
    objects.flatMap((object) => {
      const set = (object.set ?? object.map) as Json | undefined;
      return set ? [[`${tableOf(set)} @${set.name}`, set.elem] as const] : [];
    }),
  );
  const quotas = new Map(
    objects.flatMap(({ quota }) => (quota ? [[`${tableOf(quota as Json)} ${(quota as Json).name}`, quota]] : [])),
  );
  return rules.flatMap((rule) =>
    (rule.expr as (Json & { quota?: Quota; limit?: Limit })[]).flatMap((part) => {
      if (part.quota) return each(["volumes"], [quotaBytes(part.quota, quotas, rule)]);
      if (part.limit) return slowBurst(part.limit.rate, part.limit.per, part.limit.burst);
      const text = JSON.stringify(part);
      const oneIn = /"numgen":\{[^}]*"mod":(\d+)/.exec(text);
      if (oneIn) return each(["counts"], [Number(oneIn[1])]);
      const kinds = Object.entries(fields).flatMap(([name, kinds]) => (isField(text, name) ? [{ name, kinds }] : []));
      if (!kinds.length) return [];
      const named = [...text.matchAll(/"(@[^"]+)"/g)].map(([, name]) => sets.get(`${tableOf(rule)} ${name}`));
      const numbers = [part, ...named].flatMap(numbersIn);
      if (text.includes(ofCode)) numbers.push(anyCode);
      const ranges = [part, ...named].flatMap(rangesIn);
      const found = kinds.flatMap(({ name, kinds }) => [
        ...each(
          kinds,
          numbers.map((number) => asAsked[name]?.(number) ?? number),
        ),
        ...beside(kinds, ranges),
      ]);
      return translating.has(tableOf(rule)) ? asTranslated(found) : found;
    }),
  );
}

const ofCode = '"field":"code"';
const anyCode = 0; // that there is one is said so: nft has names for the usual ones

const isField = (text: string, name: string): boolean => {
  const [protocol, field = protocol] = name.split(".");
  if (protocol === "ct") return text.includes(`{"ct":{"key":"${field}"`);
  if (protocol === "meta") return text.includes(`{"meta":{"key":"${field}"}}`);
  return text.includes(protocol === field ? `"field":"${field}"` : `{"protocol":"${protocol}","field":"${field}"}`);
};

/** The number that is asked, of one that a rule names, where it is another. */
const asAsked: Record<string, (named: number) => number> = {
  "ip.dscp": (dscp) => dscp << 2,
  "udp.length": (bytes) => bytes + IPV4_BYTES,
  "ip.frag-off": () => fragmented,
  "ct.packets": volumeOf,
};

const numbersIn = (part: unknown): number[] => {
  if (typeof part === "number") return [part];
  if (typeof part === "string") return [numberOf(part) ?? [], dscpOf(part), ecnOf(part)].flat();
  return typeof part === "object" && part !== null ? Object.values(part).flatMap(numbersIn) : [];
};

/** "1-1023", and what is below a number or above it. */
function rangesIn(part: unknown): [low: number, high: number][] {
  if (typeof part !== "object" || part === null) return [];
  const { range, op, right } = part as { range?: unknown; op?: unknown; right?: unknown };
  if (Array.isArray(range) && range.every((end) => typeof end === "number")) return [range as [number, number]];
  if (typeof right === "number" && /^[<>]/.test(String(op))) return [[right, right]];
  return Object.values(part).flatMap(rangesIn);
}

/** RFC 3168: as nft(8) spells them. */
const ecnOf = (name: string): number[] =>
  ["not-ect", "ect1", "ect0", "ce"].flatMap((one, at) => (one === name ? at : []));

/** RFC 2474, RFC 2597, RFC 3246: as nft(8) spells them. */
function dscpOf(name: string): number[] {
  if (name === "ef") return [46];
  const [, kind, first, second = "0"] = /^(cs|af)([0-7])([1-3])?$/.exec(name) ?? [];
  return kind ? [Number(first) * 8 + Number(second) * 2] : [];
}

type Limit = { rate: number; per: string; burst?: number };

/** In a rule's own words, or by the name of one of its table. */
type Quota = string | { val: number; val_unit?: string };
const units: Record<string, number> = { bytes: 1, kbytes: 1024, mbytes: 1024 * 1024 }; // nft(8)

function quotaBytes(quota: Quota, named: Map<string, unknown>, rule: Json): number {
  if (typeof quota !== "string") return quota.val * (units[quota.val_unit ?? "bytes"] ?? Number.NaN);
  return Number((named.get(`${rule.family} ${rule.table} ${quota}`) as Json | undefined)?.bytes);
}
