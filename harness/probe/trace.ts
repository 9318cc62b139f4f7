// Which hooks of a node trace a packet (`-j TRACE`, `meta nftrace set 1`): found out by sending one.

import { readFileSync } from "node:fs";
import type { Fact } from "../kernel/facts.ts";
import type { KernelNode } from "../kernel/node.ts";
import { within } from "../kernel/within.ts";
import { toolPath } from "../world/paths.ts";
import { ping } from "./ping.ts";

/** Names of iptables' chains; for nf_tables, of the chains' hooks. */
export type Hook = "PREROUTING" | "INPUT" | "FORWARD" | "OUTPUT" | "POSTROUTING";
export type Traced = { request: Hook[]; reply: Hook[] };

const startPatience = 5000; // ms until the monitor listens
const patience = 1500; // ms until the trace shows what is wanted

/**
 * Pings `address` of the node `to` from `from` until `isEnough` or the patience is over. Gives the hooks of `to` where
 * the request and the reply were traced. nf_tables says so itself. Where iptables' own tables trace, it goes to the
 * kernel log, which belongs to the machine: there, a TRACE rule whose counter grew with the pings counts.
 */
export async function traced(
  from: KernelNode,
  to: KernelNode,
  address: string,
  isEnough: (traced: Traced) => boolean,
): Promise<Fact<Traced>> {
  const source = from.routeTo(address).value;
  const ends = { from: source && "prefsrc" in source ? source.prefsrc : undefined, to: address };
  const hooks = hooksOf(to);
  const before = legacyCounts(to);
  const monitor = await startMonitor(to);
  let value: Traced = { request: [], reply: [] };
  try {
    const end = performance.now() + patience;
    do {
      await ping(from, to, address, 200);
      await Bun.sleep(20); // the monitor writes when it gets to run
      value = readTrace(monitor.text(), hooks, ends);
      const counted = grown(before, legacyCounts(to));
      if (counted.includes("PREROUTING")) value.request.push("PREROUTING");
      if (counted.includes("OUTPUT")) value.reply.push("OUTPUT");
    } while (!isEnough(value) && performance.now() < end);
  } finally {
    await monitor.stop();
  }
  return to.fact(value, "xtables-monitor --trace");
}

type ChainKey = `${string} ${string} ${string}`;

/** The hook of every base chain. */
function hooksOf(node: KernelNode): Map<ChainKey, Hook> {
  const hooks = new Map<ChainKey, Hook>();
  for (const { chain } of node.nft().value.nftables) {
    const { family, table, name, hook } = (chain ?? {}) as Record<string, string | undefined>;
    if (hook) hooks.set(`${family} ${table} ${name}`, hook.toUpperCase() as Hook);
  }
  return hooks;
}

const LINE = /^trace id (\S+) (\S+) (\S+) (\S+) (.*)$/;

/** The text of `nft monitor trace`: a line `… packet: …` says which packet an id is, the others where it was. */
export function readTrace(
  text: string,
  hooks: Map<ChainKey, Hook>,
  ends: { from: string | undefined; to: string },
): Traced {
  const kinds = new Map<string, "request" | "reply" | undefined>();
  const seen = { request: new Set<Hook>(), reply: new Set<Hook>() };
  for (const line of text.split("\n")) {
    const [, id, family, table, chain, rest] = line.match(LINE) ?? [];
    if (id === undefined) continue;
    if (rest!.startsWith("packet:")) kinds.set(id, kindOf(rest!, ends));
    const kind = kinds.get(id);
    const hook = hooks.get(`${family} ${table} ${chain}` as ChainKey);
    if (kind && hook) seen[kind].add(hook);
  }
  return { request: [...seen.request], reply: [...seen.reply] };
}

function kindOf(
  packet: string,
  { from, to }: { from: string | undefined; to: string },
): "request" | "reply" | undefined {
  const [, source, destination] = packet.match(/ip saddr (\S+) ip daddr (\S+) /) ?? [];
  if (source === from && destination === to && / icmp type echo-request /.test(packet)) return "request";
  if (source === to && destination === from && / icmp type echo-reply /.test(packet)) return "reply";
  return undefined;
}

/** How many packets the TRACE rules of iptables' own tables have met, by chain. */
function legacyCounts(node: KernelNode): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { backend, family, table, chain, rules } of node.iptablesSave().value.chains)
    if (backend === "legacy" && family === "inet" && table === "raw")
      for (const { spec, counters } of rules)
        if (spec[spec.indexOf("-j") + 1] === "TRACE")
          counts.set(chain, (counts.get(chain) ?? 0) + (counters?.packets ?? 0));
  return counts;
}

const grown = (before: Map<string, number>, after: Map<string, number>): string[] =>
  [...after].filter(([chain, count]) => count > (before.get(chain) ?? 0)).map(([chain]) => chain);

/** `nft monitor trace` on the node, once it listens. */
async function startMonitor(node: KernelNode) {
  const nft = Bun.which("nft", { PATH: toolPath });
  if (!nft) throw new Error('Cannot run "nft": it is not installed');
  const others = listeners(node);
  const child = within(node.netns, () =>
    Bun.spawn([nft, "monitor", "trace"], { env: { PATH: toolPath, LC_ALL: "C" }, stdio: ["ignore", "pipe", "pipe"] }),
  );
  let text = "";
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of child.stdout) text += decoder.decode(chunk, { stream: true });
  })();
  const stop = async () => {
    child.kill();
    await Promise.all([child.exited, reading]);
  };
  for (
    const end = performance.now() + startPatience;
    !listeners(node).some((inode) => !others.includes(inode));
    await Bun.sleep(5)
  ) {
    if (child.exitCode === null && performance.now() < end) continue;
    const said = child.exitCode === null ? `it took more than ${startPatience / 1000} s to listen` : "it ended";
    await stop();
    throw new Error(`Cannot run "nft monitor trace" on the node "${node.name}": ${said}`);
  }
  return { text: () => text, stop };
}

/**
 * The sockets of the node that listen to the traces, by inode: NETLINK_NETFILTER is 12, its group NFNLGRP_NFTRACE the
 * ninth bit. A socket that was just closed may still be listed, so their number says nothing.
 */
const listeners = (node: KernelNode): string[] =>
  within(node.netns, () => readFileSync("/proc/thread-self/net/netlink", "utf8"))
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, protocol, , groups]) => protocol === "12" && Number.parseInt(groups!, 16) & 0x100)
    .map((columns) => columns.at(-1)!);
