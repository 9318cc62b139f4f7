// The rules of a node in one form, whoever wrote them, and what becomes of a packet in a hook.

import { type Answer, all } from "./answer.ts";
import type { At, Packet } from "./packet.ts";

export type Verdict =
  | { is: "accept" | "drop" | "return" | "go on" | "unknown" }
  | { is: "jump" | "goto"; chain: string }
  | { is: "snat" | "dnat"; to: string | undefined; port?: number }
  | { is: "masquerade" | "notrack" }
  | { is: "mark"; value: number; mask: number };

/** `decide` gives what the rule says to this packet, and how sure it is that the rule is for it. */
export type Rule = { text: () => string; decide: (packet: Packet, at: At) => { applies: Answer; verdict: Verdict } };

export type Chain = {
  /** iptables' tables and nft's: jumps stay within one. */
  table: string;
  name: string;
  rules: Rule[];
  /** The command that shows the chain. */
  command: string;
  /** Only a base chain has these. */
  hook?: string;
  family?: "ip" | "arp" | "bridge" | "netdev";
  /** A netdev chain's: the links that it is for. */
  devices?: string[];
  priority?: number;
  isNat?: boolean;
  policy?: "accept" | "drop";
};

export type Outcome = {
  dropped?: { rule: string; chain: Chain; isSure: boolean };
  /** A rule that cannot be evaluated may rewrite it. */
  mayRewrite?: boolean;
  /** A rule keeps it from conntrack. */
  isUntracked?: boolean;
  /** The packet's firewall mark, where a rule has changed it. */
  mark?: number;
  rewrite?: { is: "snat" | "dnat" | "masquerade"; to: string | undefined; port?: number; rule: string; chain: Chain };
};

type End = { is: "accept" | "drop" | "fall" | "rewrite"; rule?: Rule; chain: Chain; verdict?: Verdict };

/** Sends the packet through the base chains of one hook, in the order of their priorities. */
export function throughHook(chains: readonly Chain[], family: Chain["family"], hook: string, packet: Packet, at: At) {
  const bases = chains.filter((chain) => isAt(chain, family, hook, at));
  bases.sort((one, other) => one.priority! - other.priority!);
  const outcome: Outcome = {};
  for (const base of bases) {
    const isTracked = !packet.isUntracked && !outcome.isUntracked;
    if (base.isNat && (packet.state !== "new" || !isTracked)) continue; // NAT rules see the first packet of a connection only
    const run: Run = { isSure: true, maybe: undefined, steps: 0, mark: outcome.mark ?? packet.mark, mayRewrite: false };
    const end = walk(chains, base, isTracked ? packet : { ...packet, isUntracked: true }, at, run, 0);
    if (run.isUntracked && base.priority! < CONNTRACK) outcome.isUntracked = true;
    if (run.mark !== undefined) outcome.mark = run.mark;
    if (run.steps > longest) continue;
    const policy = end.is === "fall" ? (base.policy ?? "accept") : end.is;
    const drop = policy === "drop" ? end : run.maybe;
    if (drop) {
      const isSure = policy === "drop" && run.isSure;
      const rule = drop.rule?.text() ?? "policy drop";
      if (isSure) return { dropped: { rule, chain: drop.chain, isSure } };
      outcome.dropped ??= { rule, chain: drop.chain, isSure };
    }
    if (base.isNat && (run.mayRewrite || (end.is === "rewrite" && !run.isSure))) outcome.mayRewrite = true;
    if (end.is === "rewrite" && run.isSure && !outcome.rewrite) {
      const { is, to, port } = { to: undefined, ...end.verdict } as {
        is: "dnat";
        to: string | undefined;
        port?: number;
      };
      outcome.rewrite = { is, to, ...(port !== undefined && { port }), rule: end.rule!.text(), chain: end.chain };
    }
  }
  return outcome;
}

const isAt = (chain: Chain, family: Chain["family"], hook: string, { iif, oif }: At): boolean =>
  chain.hook === hook && chain.family === family && (chain.devices?.includes(iif ?? oif ?? "") ?? true);

type Run = {
  isSure: boolean;
  maybe: End | undefined;
  steps: number;
  mark: number | undefined;
  mayRewrite: boolean;
  isUntracked?: boolean;
};
const CONNTRACK = -200; // NF_IP_PRI_CONNTRACK in linux/netfilter_ipv4.h: later it is tracked already
const deepest = 16; // jumps within jumps; the kernel has the same limit
const longest = 20_000; // rules, counted as often as they are met: jumps can multiply them without end

function walk(chains: readonly Chain[], chain: Chain, packet: Packet, at: At, run: Run, depth: number): End {
  if (depth > deepest) return { is: "fall", chain };
  for (const rule of chain.rules) {
    if (++run.steps > longest) break;
    const { applies, verdict } = rule.decide(run.mark === undefined ? packet : { ...packet, mark: run.mark }, at);
    if (applies === "no" || verdict.is === "go on") continue;
    if (verdict.is === "notrack") {
      if (applies === "yes") run.isUntracked = true;
      else run.isSure = false; // later rules may ask for it
      continue;
    }
    if (verdict.is === "unknown") {
      run.isSure = false;
      run.mayRewrite = true; // netmap, redirect …
      continue;
    }
    const isUnknown = applies === "unknown";
    if (verdict.is === "mark") {
      if (isUnknown)
        run.isSure = false; // later rules may ask for it
      else run.mark = (((run.mark ?? 0) & ~verdict.mask) ^ verdict.value) >>> 0;
      continue;
    }
    if (isUnknown && verdict.is === "drop") run.maybe ??= { is: "drop", rule, chain };
    // what may have ended the packet's way here makes all that comes later unsure; a drop does not: later is a drop or not
    const isJump = verdict.is === "jump" || verdict.is === "goto";
    if (isUnknown && verdict.is !== "drop" && !isJump) run.isSure = false;
    if (isJump) {
      const next = chains.find(({ table, name }) => table === chain.table && name === verdict.chain);
      const { mark } = run;
      const end: End = next ? walk(chains, next, packet, at, run, depth + 1) : { is: "fall", chain };
      if (isUnknown && (!/^(fall|drop)$/.test(end.is) || run.mark !== mark || verdict.is === "goto"))
        run.isSure = false;
      if (isUnknown && end.is === "rewrite") run.mayRewrite = true;
      if (isUnknown) run.mark = mark;
      if (isUnknown && end.is === "drop") run.maybe ??= end;
      if (!isUnknown && end.is !== "fall") return end;
      if (!isUnknown && verdict.is === "goto") return { is: "fall", chain };
      continue;
    }
    if (isUnknown) {
      if (!/^(accept|drop|return)$/.test(verdict.is)) run.mayRewrite = true;
      continue;
    }
    if (verdict.is === "return") return { is: "fall", chain };
    if (verdict.is === "accept" || verdict.is === "drop") return { is: verdict.is, rule, chain };
    return { is: "rewrite", rule, chain, verdict };
  }
  return { is: "fall", chain };
}

export const when = (answers: Answer[], verdict: Verdict) => ({ applies: all(answers), verdict });
