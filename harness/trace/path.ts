// One packet's way through the tables and chains of a node, as a text no wider than the terminal.

import { columns as terminal } from "../text/style.ts";
import type { Hook, Place } from "./hooks.ts";
import type { Packet } from "./packet.ts";
import type { TraceRecord } from "./record.ts";
import type { RuleText } from "./rules.ts";

/** A hook, and what the packet met there. */
export type Station = { hook: Hook; packet: Packet; in?: string; out?: string; steps: Step[] };
export type Step = { table: string; chain: string; what: string; verdict: string; rule: string };

export type Reading = {
  placeOf: (record: TraceRecord) => Place | undefined;
  ruleOf: (record: TraceRecord) => RuleText | undefined;
  ifname: (ifindex: number) => string;
  /** The policy of iptables-legacy's built-in chain. */
  policyOf: (record: TraceRecord) => string | undefined;
};

// A packet of the host's own begins at OUTPUT; whether INPUT or FORWARD comes next is decided between the hooks.
const order: Hook[] = ["INGRESS", "PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"];

/** The records of one packet on one node, gathered into stations. Records of two backends are put in the hooks' order. */
export function stations(records: TraceRecord[], reading: Reading): Station[] {
  const { placeOf, ifname } = reading;
  const chains: { place: Place; records: TraceRecord[] }[] = [];
  for (const record of records) {
    const place = placeOf(record);
    const last = chains.at(-1);
    const isSame = last && last.place.hook === place?.hook && last.place.priority === place.priority;
    // a chain that others jump to goes on where they are
    if (last && (!place || (isSame && last.records[0]!.backend === record.backend))) last.records.push(record);
    else if (place) chains.push({ place, records: [record] });
  }
  if (new Set(records.map(({ backend }) => backend)).size > 1)
    chains.sort(
      ({ place: a }, { place: b }) => order.indexOf(a.hook) - order.indexOf(b.hook) || a.priority - b.priority,
    );
  const found: Station[] = [];
  for (const { place, records } of chains) {
    const { packet, iif, oif } = records[0]!;
    const steps = records.flatMap((record) => step(record, reading));
    const last = found.at(-1);
    if (last?.hook === place.hook) last.steps.push(...steps);
    else
      found.push({
        hook: place.hook,
        packet,
        ...(iif ? { in: ifname(iif) } : {}),
        ...(oif ? { out: ifname(oif) } : {}),
        steps,
      });
  }
  return found;
}

function step(record: TraceRecord, { placeOf, ruleOf, policyOf }: Reading): Step[] {
  const { table, chain, met, verdict = "" } = record;
  if (met.rule === "none") {
    if (met.end === "return" && placeOf(record)) return []; // its policy comes next
    const end = met.end === "policy" ? verdict || (policyOf(record) ?? "") : "";
    return [{ table, chain, what: met.end === "policy" ? "policy" : "end", verdict: end.toUpperCase(), rule: "" }];
  }
  const rule = ruleOf(record);
  return [
    {
      table,
      chain,
      what: rule ? `rule ${rule.position}` : "rule",
      verdict: /^(accept|drop|queue|stolen)$/.test(verdict) ? verdict.toUpperCase() : verdict,
      rule: rule?.text ?? "",
    },
  ];
}

export function drawPath(node: string, found: Station[]): string {
  const first = found[0]!.packet;
  const lines = [`ICMP echo ${first.kind} ${first.source} → ${first.destination}   on ${node}`];
  const widthOf = (key: keyof Step) => Math.max(...found.flatMap(({ steps }) => steps.map((step) => step[key].length)));
  const columns = (["table", "chain", "what", "verdict"] as const).map((key) => [key, widthOf(key)] as const);
  for (const station of found) {
    const { packet } = station;
    const links = [station.in && `in ${station.in}`, station.out && `out ${station.out}`].filter(Boolean).join(", ");
    const isSame = packet.source === first.source && packet.destination === first.destination;
    const changed = isSame ? "" : `   ${packet.source} → ${packet.destination}`;
    lines.push(`  ${station.hook}   ${links}   ttl ${packet.ttl}${changed}`);
    for (const step of station.steps) {
      const cells = columns.map(([key, width]) => step[key].padEnd(width)).join("  ");
      lines.push(cut(`    ${cells}  ${step.rule}`.trimEnd()));
    }
  }
  return `${lines.join("\n")}\n`;
}

const cut = (line: string): string => (line.length > terminal() ? `${line.slice(0, terminal() - 1)}…` : line);
