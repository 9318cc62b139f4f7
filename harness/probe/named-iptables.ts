// What the rules of iptables name: those that nft shows as bare xt matches, and the tables before nf_tables.

import type { KernelNode } from "../kernel/node.ts";
import { numberOf } from "../kernel/prefix.ts";
import {
  asTranslated,
  beside,
  each,
  type Found,
  fragmented,
  type Kind,
  slowBurst,
  volumeOfEither,
} from "./named-kinds.ts";

/** iptables-extensions(8); what nft shows as a bare xt match, and the tables before nf_tables. */
const options: [option: RegExp, kinds: readonly Kind[]][] = [
  [/^--(destination-|d)ports?$/, ["ports"]],
  [/^--(source-|s)?ports?$/, ["ports", "sourcePorts"]],
  [/^--mark$/, ["marks"]],
  [/^--length$/, ["lengths"]],
  [/^--ttl-(eq|lt|gt)$/, ["ttls"]],
  [/^--tos$/, ["tos"]],
  [/^--quota$/, ["volumes"]],
  [/^--(every|hitcount)$/, ["counts"]],
  [/^--ecn-ip-ect$/, ["tos"]],
];

/** What the rules of `iptables-save` name. */
export function inIptables(node: KernelNode): Found[] {
  const { chains } = node.iptablesSave("inet").value;
  return [...new Set(chains.map(({ table }) => table))].flatMap((table) => {
    const specs = chains.filter((chain) => chain.table === table).flatMap(({ rules }) => rules.map(({ spec }) => spec));
    const isTranslating = specs.some((spec) => spec.some((word) => /^(DNAT|REDIRECT|TPROXY)$/.test(word)));
    const found = specs.flatMap((spec) => [
      ...spec.flatMap((word, at) => inOption(word, spec[at + 1] ?? "")),
      ...inLimit(spec),
    ]);
    return isTranslating ? asTranslated(found) : found;
  });
}

/** "22", "0x7/0xff", "60:100", "3/4": of a mask only what it is held against. */
function inOption(option: string, value: string): Found[] {
  const [first = "", second] = value.split("/");
  if (option === "-f") return each(["lengths"], [fragmented]);
  if (option === "--icmp-type")
    return [...each(["types"], [Number(first)]), ...each(["codes"], second ? [Number(second)] : [])];
  if (/^(-s|--src-range)$/.test(option)) return each(["sources"], addressesIn(first));
  if (/^(-d|--dst-range)$/.test(option)) return each(["destinations"], addressesIn(first));
  if (option === "--dscp") return each(["tos"], [Number(first) << 2]);
  if (option === "--connbytes") return each(["volumes"], first.split(":").map(Number).map(volumeOfEither));
  const kinds = options.find(([name]) => name.test(option))?.[1] ?? [];
  const ranges = [...first.matchAll(/(\d*):(\d*)/g)].map(([, low, high]) => [Number(low), Number(high)] as const);
  return [...each(kinds, first.split(/[,:]/).map(Number)), ...beside(kinds, ranges)];
}

/** "10.0.0.1", "10.0.0.1-10.0.0.9" */
const addressesIn = (range: string): number[] => range.split("-").flatMap((one) => numberOf(one) ?? []);

/** "1/min", and how many at once before that. */
function inLimit(spec: readonly string[]): Found[] {
  const after = (option: RegExp) => spec[spec.findIndex((word) => option.test(word)) + 1] ?? "";
  const [rate = "", per] = after(/^--(limit|hashlimit-(upto|above))$/).split("/");
  const burst = Number.parseInt(after(/^--(hash)?limit-burst$/), 10);
  return per ? slowBurst(Number(rate), per, Number.isNaN(burst) ? undefined : burst) : [];
}
