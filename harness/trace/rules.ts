// A rule's place in its chain and its text, in the words of the tool that made it.

import type { KernelNode } from "../kernel/node.ts";
import { quotedLines } from "../kernel/quoted-lines.ts";
import { runIn } from "../kernel/run-in.ts";
import type { TraceRecord } from "./record.ts";

export type RuleText = { position: number; text: string };

/** A function that gives the rule which a record met; undefined where it met none, or the rule is gone. */
export function rulesOf(node: KernelNode): (record: TraceRecord) => RuleText | undefined {
  const chains = new Map<string, string[]>();
  for (const { backend, family, table, chain, rules } of node.iptablesSave().value.chains)
    if (family === "inet")
      chains.set(
        `${backend} ${table} ${chain}`,
        rules.map(({ spec }) => spec.join(" ")),
      );
  const handles = parseHandles(runIn(node.netns, ["nft", "-a", "list", "ruleset"]));
  return ({ backend, family, table, chain, met }) => {
    const words = family === "ip" ? (chains.get(`${backend} ${table} ${chain}`) ?? []) : [];
    if (met.rule === "position") return { position: met.position, text: words[met.position - 1] ?? "" };
    if (met.rule === "none") return undefined;
    const rules = handles.get(`${family} ${table} ${chain}`) ?? [];
    const at = rules.findIndex(({ handle }) => handle === met.handle);
    if (at < 0) return undefined;
    // iptables-save leaves out tables that nft made
    return { position: at + 1, text: words.length === rules.length ? words[at]! : rules[at]!.text };
  };
}

/** The rules in the text of `nft -a list ruleset`, by "family table chain". */
export function parseHandles(ruleset: string): Map<string, { handle: number; text: string }[]> {
  const chains = new Map<string, { handle: number; text: string }[]>();
  let table = "";
  let chain: { handle: number; text: string }[] | undefined;
  for (const line of quotedLines(ruleset)) {
    const start = line.match(/^table (\S+ \S+) \{/);
    const named = line.match(/^\t(\S+) (\S+) \{/);
    const rule = line.match(/^\t\t(.*) # handle (\d+)$/s);
    if (start) table = start[1]!;
    else if (named) {
      chain = named[1] === "chain" ? [] : undefined;
      if (chain) chains.set(`${table} ${named[2]}`, chain);
    } else if (rule)
      chain?.push({ handle: Number(rule[2]), text: rule[1]!.replace(/counter packets \d+ bytes \d+ /, "") });
  }
  return chains;
}
