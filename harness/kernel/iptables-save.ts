// The text of iptables-save(8) as records.

import { quotedLines } from "./quoted-lines.ts";

export type Counters = { packets: number; bytes: number };

export type IptablesRule = {
  chain: string;
  /** The words after `-A CHAIN`, unquoted, as a shell would pass them: ["!", "-o", "docker0"]. */
  spec: string[];
  counters?: Counters;
};

export type IptablesChain = {
  table: string;
  chain: string;
  /** What happens to a packet at the end of a built-in chain, "ACCEPT" or "DROP"; chains that users made have none. */
  policy?: string;
  counters?: Counters;
  rules: IptablesRule[];
};

const TABLE = /^\*(\S+)$/;
const CHAIN = /^:(\S+) (\S+)(?: \[(\d+):(\d+)\])?$/;
const RULE = /^(?:\[(\d+):(\d+)\] )?-A (\S+)(.*)$/s; // a comment may have several lines

/** The chains in the text's order, each with its rules. An unknown line throws: a rule must not be lost silently. */
export function parseIptablesSave(text: string): IptablesChain[] {
  const chains = new Map<string, IptablesChain>();
  let table = "";
  for (const line of quotedLines(text)) {
    if (line === "" || line === "COMMIT" || line.startsWith("#")) continue;
    const rule = line.match(RULE);
    const chain = line.match(CHAIN);
    const start = line.match(TABLE);
    if (start) table = start[1]!;
    else if (chain && !chains.has(`${table} ${chain[1]}`)) chains.set(`${table} ${chain[1]}`, chainOf(table, chain));
    else if (rule) add(chains, table, rule);
    else throw new Error(`Cannot read the iptables-save line "${line}"`);
  }
  return [...chains.values()];
}

const chainOf = (table: string, [, chain, policy, packets, bytes]: RegExpMatchArray): IptablesChain => ({
  table,
  chain: chain!,
  ...(policy !== "-" && { policy: policy! }),
  ...counters(packets, bytes),
  rules: [],
});

type Chains = ReadonlyMap<string, IptablesChain>;

function add(chains: Chains, table: string, [line, packets, bytes, name, words]: RegExpMatchArray): void {
  const chain = chains.get(`${table} ${name}`);
  if (!chain) throw new Error(`Cannot read the iptables-save line "${line}": there is no such chain`);
  chain.rules.push({ chain: chain.chain, spec: split(words!), ...counters(packets, bytes) });
}

const counters = (packets: string | undefined, bytes: string | undefined): { counters?: Counters } =>
  packets === undefined ? {} : { counters: { packets: Number(packets), bytes: Number(bytes) } };

/** Words are parted by spaces; some are in double quotes, where a backslash keeps the next character. */
function split(text: string): string[] {
  const words = text.match(/"(?:[^"\\]|\\[\s\S])*"|[^\s"]+/g) ?? [];
  return words.map((word) => (word.startsWith('"') ? word.slice(1, -1).replace(/\\([\s\S])/g, "$1") : word));
}
