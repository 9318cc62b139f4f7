// iptables-save: what it prints is read, word by word; what it would not print is refused, not guessed.

import fc from "fast-check";
import { iptablesRule, spelt } from "../../harness/explain/iptables-rule.ts";
import { type IptablesChain, parseIptablesSave } from "../../harness/kernel/iptables-save.ts";
import { bytes, nearly, type Properties, property, throwsOnly } from "./property.ts";

const name = fc.stringMatching(/^[A-Za-z][\w-]{0,8}$/);
const word = fc.oneof(
  fc.constantFrom(
    "-p",
    "icmp",
    "!",
    "-o",
    "docker0",
    "-j",
    "DROP",
    "-m",
    "comment",
    "--comment",
    "172.17.0.0/16",
    "--dport",
    "80",
  ),
  fc.string({ unit: fc.constantFrom(..."ab 1\"\\'$-/:,é中"), minLength: 1, maxLength: 8 }),
);
const counters = fc.option(fc.record({ packets: fc.nat(), bytes: fc.nat() }), { nil: undefined });
const chains = fc
  .uniqueArray(
    fc.tuple(
      fc.constantFrom("filter", "nat", "raw"),
      name,
      fc.constantFrom("ACCEPT", "DROP", undefined),
      counters,
      fc.array(fc.tuple(fc.array(word, { maxLength: 8 }), counters), { maxLength: 4 }),
    ),
    {
      selector: ([table, chain]) => `${table} ${chain}`,
      maxLength: 5,
    },
  )
  .map((list) =>
    list
      .toSorted(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
      .map(
        ([table, chain, policy, count, rules]): IptablesChain => ({
          table,
          chain,
          ...(policy && { policy }),
          ...(count && { counters: count }),
          rules: rules.map(([spec, counters]) => ({ chain, spec, ...(counters && { counters }) })),
        }),
      ),
  );

/** As iptables-save prints a word: xtables_save_string() in xtables.c. */
const quoted = (word: string): string =>
  /^[\w./:,!-]+$/.test(word) && word !== "" ? word : `"${word.replaceAll(/["\\]/g, "\\$&")}"`;
const counted = (count: IptablesChain["counters"]): string => (count ? `[${count.packets}:${count.bytes}]` : "");

function saved(chains: IptablesChain[]): string {
  const tables = Map.groupBy(chains, ({ table }) => table);
  return Array.from(tables, ([table, own]) =>
    [
      `*${table}`,
      ...own.map(
        ({ chain, policy, counters }) => `:${chain} ${policy ?? "-"}${counters ? ` ${counted(counters)}` : ""}`,
      ),
      ...own.flatMap(({ chain, rules }) =>
        rules.map(
          ({ spec, counters }) =>
            `${counters ? `${counted(counters)} ` : ""}-A ${chain}${spec.map((one) => ` ${quoted(one)}`).join("")}`,
        ),
      ),
      "COMMIT",
    ].join("\n"),
  ).join("\n");
}

const sample = Buffer.from(
  `*nat\n:PREROUTING ACCEPT [1:84]\n:DOCKER - [0:0]\n[3:252] -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER\n-A DOCKER -m comment --comment "a \\"b\\"" -j RETURN\nCOMMIT\n`,
);

export const properties: Properties = {
  "what is saved is read again": property(chains, (all) => Bun.deepEquals(parseIptablesSave(saved(all)), all)),
  "any other text is read, or said not to be such": property(fc.oneof(nearly([sample]), bytes()), (text) =>
    throwsOnly(() => parseIptablesSave(text.toString()), /^Cannot read the iptables-save line/),
  ),
  "a rule is followed, or unknown, whatever its words": property(fc.array(word, { maxLength: 10 }), (spec) => {
    const packet = { protocol: "ip", type: "echo-request", src: "192.0.2.1", dst: "192.0.2.2", state: "new" };
    const { applies } = iptablesRule("FORWARD", spec).decide(packet as never, { iif: "veth1", oif: "docker0" });
    return ["yes", "no", "unknown"].includes(applies) && spelt("FORWARD", spec).startsWith("-A FORWARD");
  }),
};
