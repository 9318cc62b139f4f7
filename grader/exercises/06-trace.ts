// What must be true of lab 06's exercise. Titles and hints: docs/<language>/exercises/06-trace.md, by id, and the lab's own for
// what the lab asks too.

import type { KernelNode } from "../../harness/kernel/node.ts";
import { runIn } from "../../harness/kernel/run-in.ts";
import { within } from "../../harness/kernel/within.ts";
import { rulesOf } from "../../harness/trace/rules.ts";
import { watch } from "../../harness/trace/watch.ts";
import { answerIn } from "../../harness/world/answers.ts";
import ofLab from "../checks/06-trace.ts";
import { type Check, check, type Nodes } from "../vocabulary/check.ts";
import { keptNetwork } from "../vocabulary/given.ts";
import { question } from "../vocabulary/question.ts";

/** What the lab asks and the exercise gives: one check here. */
const given = /^host-|^docker|^forwarding$/;
const givens = ofLab.filter(({ id }) => given.test(id));

const kept = keptNetwork(givens, "ip -n docker2 link set eth0 down");

/** The lab's checks of its two rules. */
const traced = ["trace-prerouting", "trace-output"].map((id): Check => ofLab.find((each) => each.id === id)!);

type Ping = { name: string; options: string[] };

/** The pings that are to be tried, from the list that the exercise begins with. */
function listed(host: KernelNode): Ping[] {
  const text = answerIn(host.files, "pings")?.join(" ") ?? "";
  const found = [...text.matchAll(/\b([a-z]) ping -c 1 -w 1 (-[stq]) (\S+) (\S+)/g)];
  if (!found.length) throw new Error("Cannot find the pings in the starting point");
  // the words of an answer are in small letters
  return found.map(([, name, option, value, to]) => ({
    name: name!,
    options: [option!.replace("q", "Q"), value!, to!],
  }));
}

type Lost = { ping: Ping; rule: string[]; chains: string[] };
const known = new WeakMap<KernelNode, Promise<Lost>>();

/** Of a starting point: its lost ping, found and traced once. */
function lostIn(start: Nodes): Promise<Lost> {
  const lost = known.get(start.host) ?? trace(start);
  known.set(start.host, lost);
  return lost;
}

const BUILT_IN = /^(PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING)$/;

async function trace({ host, docker1 }: Nodes): Promise<Lost> {
  const pings = listed(host);
  // side by side, each until it is answered, for two seconds
  const script = pings
    .map(({ name, options }) => `{ ping -q -c 1 -i 0.2 -w 2 ${options.join(" ")} > /dev/null || echo ${name}; } &`)
    .join("\n");
  const lost = runIn(docker1.netns, ["sh", "-c", `${script}\nwait`])
    .trim()
    .split("\n");
  const ping = pings.find(({ name }) => name === lost[0]);
  if (!ping || lost.length > 1)
    throw new Error(`Cannot find the one ping that is lost: ${lost.join(", ") || "none is"}`);
  for (const chain of ["PREROUTING", "OUTPUT"])
    runIn(host.netns, ["iptables", "-t", "raw", "-I", chain, "-p", "icmp", "-j", "TRACE"]);
  const ruleOf = rulesOf(host);
  const watching = await watch(host);
  try {
    runIn(docker1.netns, ["sh", "-c", `ping -q -c 1 -W 1 ${ping.options.join(" ")} > /dev/null || true`]);
    const records = watching.drain();
    const last = records.findLast(({ met, verdict = "drop" }) => met.rule !== "none" && verdict === "drop");
    const rule = last && ruleOf(last);
    if (!last || !rule) throw new Error("Cannot find the rule that drops the ping");
    const own = records.filter(({ packet }) => packet.kind === last.packet.kind).map(({ chain }) => chain);
    const chains = [...new Set(own)].filter((chain) => !BUILT_IN.test(chain));
    return { ping, rule: [last.table, last.chain, String(rule.position)], chains };
  } finally {
    watching.close();
  }
}

const whichRule = question("which-rule", {
  points: 3,
  answers: ["ping", "rule", "chains"],
  truth: async (start) => {
    const { ping, rule, chains } = await lostIn(start);
    return { ping: [ping.name], rule, chains };
  },
});

/** All rules as lines, but those that only trace. */
const linesOf = (node: KernelNode): string[] =>
  node
    .iptablesSave("inet")
    .value.chains.flatMap(({ table, chain, policy = "none", rules }) => [
      ...(BUILT_IN.test(chain) && policy === "ACCEPT" ? [] : [`${table} ${chain} ${policy}`]),
      ...rules.map(({ spec }) => `${table} ${chain} ${spec.join(" ")}`),
    ])
    .filter((line) => !line.endsWith("-j TRACE"));

const removed = check("rule-removed", {
  points: 2,
  truth: async (start) => {
    const rules = linesOf(start.host); // before the trace
    const { ping, rule } = await lostIn(start);
    const [table, chain, number] = rule;
    const own = rules.filter((line) => line.startsWith(`${table} ${chain} `) && !line.endsWith(" none"));
    const dropping = own[Number(number) - 1]!;
    return { ping: ping.options, rules: rules.filter((line) => line !== dropping) };
  },
  read: async ({ host, docker1 }, _, right) => {
    if (!right) throw new Error("Cannot find out what is right: the starting point could not be asked");
    const answer = within(docker1.netns, () =>
      Bun.spawn(["ping", "-q", "-c", "1", "-i", "0.2", "-w", "2", ...right.ping!], {
        stdout: "ignore",
        stderr: "ignore",
      }),
    );
    const now = new Set(linesOf(host));
    const rules = new Set(right.rules);
    const value = {
      "the ping that was lost": (await answer.exited) === 0 ? "answered" : "lost",
      "other rules that are gone": rules.difference(now).size,
      "rules that are new": now.difference(rules).size,
    };
    return { value, seen: "iptables-save" };
  },
  expect: { "the ping that was lost": "answered", "other rules that are gone": 0, "rules that are new": 0 },
  brokenBy: "iptables -t nat -F POSTROUTING",
});

export default [kept, ...traced, whichRule, removed];

/** Which checks judge which task. */
export const tasks = {
  "task-network": ["kept-network"],
  "task-prerouting": ["trace-prerouting", "trace-forwarded"],
  "task-output": ["trace-output"],
  "task-rule": ["which-rule"],
  "task-remove": ["rule-removed"],
};
