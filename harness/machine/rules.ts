// The rules that packets meet, table by table, each by the tool that made it: nft cannot read back what iptables-nft wrote.
// A table that is as it was is not touched.

import { textOf } from "../ground/files.ts";
import { lines, tool } from "./tool.ts";

type Table = {
  /** "ip filter". */
  name: string;
  /** Without counters and elements of sets, for comparing. */
  plain: string;
  /** What puts it back: for iptables-restore where `byIptables`, else for nft. */
  text: string;
  byIptables: boolean;
};
type LegacyTable = { tools: string; table: string; text: string };
export type SavedRules = { tables: Table[]; legacy: LegacyTable[] };

const iptables: Record<string, string> = { ip: "iptables", ip6: "ip6tables" };
const tablesOfIptables = ["filter", "nat", "mangle", "raw", "security"];

export const saveRules = (): SavedRules => ({ tables: tableNames().map(saveTable), legacy: saveLegacy() });

const tableNames = (): string[] => lines(tool(["nft", "list", "tables"])).map((line) => line.replace(/^table /, ""));

// chains (and sets) by name: iptables-restore makes the built-in ones first, whoever was there before
const plainText = (name: string): string =>
  tool(["nft", "-s", "-t", "list", "table", ...name.split(" ")])
    .replace(/\n\}\n*$/, "") // the table's own end
    .split(/^(?=\t\w+ \S+ \{$)/m)
    .map((part) => part.trimEnd())
    .sort()
    .join("\n");

function saveTable(name: string): Table {
  const [family = "", table = ""] = name.split(" ");
  const plain = plainText(name);
  const tools = iptables[family];
  const text =
    tools && tablesOfIptables.includes(table) ? tool([`${tools}-nft-save`, "-c", "-t", table]) : "# not of iptables";
  if (text.includes(`\n*${table}\n`)) return { name, plain, text, byIptables: true };
  return { name, plain, text: tool(["nft", "list", "table", family, table]), byIptables: false };
}

function saveLegacy(): LegacyTable[] {
  return Object.entries({ iptables: "ip_tables_names", ip6tables: "ip6_tables_names" }).flatMap(([tools, file]) =>
    // asking for a legacy table creates it: ask only for those that are there; a kernel may have no legacy iptables
    lines(textOf(`/proc/net/${file}`) ?? "").map((table) => ({
      tools,
      table,
      text: tool([`${tools}-legacy-save`, "-c", "-t", table]),
    })),
  );
}

/**
 * Lets through what no rule forbids, as a sandbox does: dockerd sets the policy to DROP, and stopping it leaves that. Nothing
 * is forwarded by it while net.ipv4.ip_forward is 0.
 */
export function openForward({ tables, legacy }: SavedRules): void {
  const drops = tables.some(({ name, plain }) => name === "ip filter" && /hook forward .* policy drop;/.test(plain));
  if (drops) tool(["iptables-nft", "-P", "FORWARD", "ACCEPT"]);
  const isLegacyFilter = ({ tools, table }: LegacyTable) => tools === "iptables" && table === "filter";
  if (legacy.some((each) => isLegacyFilter(each) && /^:FORWARD DROP /m.test(each.text)))
    tool(["iptables-legacy", "-P", "FORWARD", "ACCEPT"]);
}

export function restoreRules(before: SavedRules): void {
  const names = tableNames();
  for (const name of names)
    if (!before.tables.some((table) => table.name === name)) tool(["nft", "delete", "table", ...name.split(" ")]);
  for (const table of before.tables) if (!names.includes(table.name) || !isAsItWas(table)) restoreTable(table);
  for (const now of saveLegacy()) restoreLegacy(now, before.legacy);
}

function restoreTable(table: Table): void {
  const { name, text, byIptables } = table;
  const [family = ""] = name.split(" ");
  if (byIptables) tool([`${iptables[family]}-nft-restore`, "-c"], text);
  else tool(["nft", "-f", "-"], `table ${name}\ndelete table ${name}\n${text}`);
  if (!isAsItWas(table)) throw new Error(`the table "${name}" is not as it was`);
}

/** Is the table as it was, but for chains that can simply go? iptables makes the built-in ones at first use, and leaves them. */
function isAsItWas({ name, plain }: Table): boolean {
  const chains = (listing: string) => [...listing.matchAll(/^\tchain (\S+) \{/gm)].map(([, chain]) => chain!);
  const now = plainText(name);
  for (const chain of chains(now).filter((each) => !chains(plain).includes(each))) {
    try {
      tool(["nft", "-f", "-"], `flush chain ${name} ${chain}\ndelete chain ${name} ${chain}\n`);
    } catch {
      return false; // rules lead to it
    }
  }
  return plainText(name) === plain;
}

/** A legacy table cannot be taken out of the kernel again: one that was not there is left empty. */
function restoreLegacy(now: LegacyTable, before: LegacyTable[]): void {
  const old = before.find(({ tools, table }) => tools === now.tools && table === now.table);
  const empty = lines(now.text).filter((line) => /^\*|^COMMIT|^:\S+ (ACCEPT|DROP) /.test(line));
  const wanted = old?.text ?? `${empty.map((line) => line.replace(/ DROP /, " ACCEPT ")).join("\n")}\n`;
  if (withoutCounters(now.text) !== withoutCounters(wanted)) tool([`${now.tools}-legacy-restore`, "-c"], wanted);
}

const withoutCounters = (text: string): string =>
  lines(text)
    .filter((line) => !line.startsWith("#"))
    .map((line) => line.replaceAll(/\[\d+:\d+\]/g, ""))
    .join("\n");
