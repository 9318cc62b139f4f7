// Rules of the host that are there for one container: those that name it, a port of its, or an address that nobody has any more.

import type { Fact } from "../kernel/facts.ts";
import type { KernelNode } from "../kernel/node.ts";
import { isIn } from "../kernel/prefix.ts";

export type Whose = {
  /** The container's id, which the plugins write into comments; undefined where it may have rules. */
  id?: string | undefined;
  /** Is it gone as a whole? */
  isGone: boolean;
  /** The port that it was published as. */
  port: number;
  /** Of its network an address that nobody has is nobody else's. */
  subnet: string;
  isUsed(address: string): boolean;
};

// biome-ignore lint/suspicious/noExplicitAny: nft's JSON has a shape for each kind of object
type Json = Record<string, any>;
/** `isRefusal`: it drops or refuses, and so leads nobody anywhere. */
type Line = { text: string; isNat: boolean; isRefusal?: boolean; chain?: string };

/** A plugin's chain for one container: utils.FormatChainName, "CNI-" and a hash of the network's name and the container's. */
const isContainers = (chain: string | undefined): boolean => /^CNI-(DN-)?[0-9a-f]+$/.test(chain ?? "");

/** The rules and chains, each in a line. */
export function rulesFor(host: KernelNode, whose: Whose): Fact<string[]> {
  const lines = [...iptablesLines(host), ...nftLines(host)];
  const isIts = ({ text, isNat, isRefusal }: Line) =>
    (!isRefusal && isNamed(text, String(whose.port))) ||
    (whose.id !== undefined && isNamed(text, whose.id)) ||
    (isNat && addressesIn(text).some((address) => isIn(address, whose.subnet) && !whose.isUsed(address)));
  // a chain of a plugin's that nothing leads to is what a container left; its name is a hash of the container's
  const isLeft = ({ chain }: Line) => isContainers(chain) && !lines.some(({ text }) => text.includes(`-j ${chain}`));
  const itself = whose.isGone ? masquerading(lines, whose.id) : [];
  const value = lines.filter((line) => (isIts(line) || isLeft(line)) && !itself.includes(line)).map(({ text }) => text);
  return host.fact([...new Set(value)], "iptables-save");
}

/** What the plugin bridge itself leaves where DEL comes after the namespace: it does not know the address then, nor its rules. */
function masquerading(lines: readonly Line[], id = ""): Line[] {
  const own = lines.filter(({ text }) => isNamed(text, id));
  const [jump, ...others] = own.map(({ text }) => text);
  const chain = jump?.match(/^-A POSTROUTING -s \S+ -m comment --comment .* -j (CNI-[0-9a-f]+)$/)?.[1];
  const wanted = [/^-A (\S+) -d \S+ .* -j ACCEPT$/, /^-A (\S+) ! -d 224\.0\.0\.0\/4 .* -j MASQUERADE$/];
  const isWhole = others.length === wanted.length && wanted.every((one, at) => one.exec(others[at]!)?.[1] === chain);
  return isWhole ? own : [];
}

/** As a whole word: not within a longer number or name. */
const isNamed = (text: string, word: string): boolean => new RegExp(`(?<![\\w.-])${word}(?![\\w.-])`).test(text);

/** Addresses alone, without those that begin a prefix. */
const addressesIn = (text: string): string[] =>
  [...text.matchAll(/(?<![\d.])((?:\d{1,3}\.){3}\d{1,3})(\/\d+)?(?![\d.])/g)].flatMap(([, address, length]) =>
    length === undefined || length === "/32" ? address! : [],
  );

function iptablesLines(host: KernelNode): Line[] {
  return host.iptablesSave("inet").value.chains.flatMap(({ table, chain, policy, rules }) => [
    ...(policy === undefined ? [{ text: `-N ${chain}`, isNat: false, chain }] : []),
    ...rules.map(({ spec }) => ({
      text: `-A ${chain} ${spec.join(" ")}`,
      isNat: table === "nat",
      isRefusal: spec.some((word, at) => word === "-j" && ["DROP", "REJECT"].includes(spec[at + 1] ?? "")),
    })),
  ]);
}

/** What no iptables shows: rules of nft's own, the elements of its sets and maps, and comments. */
function nftLines(host: KernelNode): Line[] {
  const objects = host.nft().value.nftables as Json[];
  const nat = new Set(objects.flatMap(({ chain }) => (chain?.type === "nat" ? chain.table : [])));
  return objects.flatMap(({ rule, set, map, chain }): Line[] => {
    const object = rule ?? set ?? map;
    if (chain && !chain.hook) return [{ text: `chain ${chain.name}`, isNat: false }];
    if (!object || object.expr?.some((part: Json) => "xt" in part)) return [];
    const parts = rule ? object.expr.filter((part: Json) => !("counter" in part)) : (object.elem ?? []);
    const text = JSON.stringify([parts, object.comment ?? "", ...(rule ? [] : [object.name])], withoutPrefixes);
    const isRefusal = rule !== undefined && parts.some((part: Json) => "drop" in part || "reject" in part);
    return [{ text: `nft ${object.table}: ${text}`, isNat: rule ? nat.has(object.table) : false, isRefusal }];
  });
}

const withoutPrefixes = (key: string, value: unknown): unknown =>
  key === "prefix" ? `${(value as Json).addr}/${(value as Json).len}` : value;
