// What must be true of lab 01. Titles and hints: docs/<language>/01-network-stack.md, by id.

import type { KernelNode } from "../../harness/kernel/node.ts";
import { isIn } from "../../harness/kernel/prefix.ts";
import { toldApart } from "../../harness/kernel/told-apart.ts";
import { exchanges } from "../../harness/probe/exchange.ts";
import { droppedByRules, ownPing } from "../../harness/probe/own-ping.ts";
import { check, Unjudged } from "../vocabulary/check.ts";
import { where } from "../vocabulary/matches.ts";

const namespace = check("own-namespace", {
  points: 1,
  read: ({ host, docker1 }) => ({
    value: { host: host.inode, docker1: docker1.inode },
    seen: "ip netns exec docker1 readlink /proc/self/ns/net",
  }),
  expect: where("two network namespaces", (inode: { host: number; docker1: number }) => inode.host !== inode.docker1),
  brokenBy: "ip netns del docker1",
  blocks: ["own-interface", "loopback", "own-routes", "own-rule", "rule-works"],
});

const loopback = check("loopback", {
  needs: [namespace],
  points: 2,
  read: ({ docker1 }) => {
    const { value: addresses, seen } = docker1.addresses("lo");
    const all = addresses.map(({ local, prefixlen }) => `${local}/${prefixlen}`);
    return { value: { flags: docker1.link("lo").value?.flags, addresses: all }, seen };
  },
  expect: { flags: ["UP"], addresses: ["127.0.0.1/8"] },
  brokenBy: "ip -n docker1 link set lo down",
  breaksToo: ["own-routes"], // the kernel takes the routes of a link that goes down
  blocks: ["rule-works"],
});

const hasLoopback = (node: KernelNode): boolean =>
  node.link("lo").value?.flags.includes("UP") === true &&
  node.addresses("lo").value.some(({ local }) => local === "127.0.0.1");

const ownLink = "net0";

const link = check("own-interface", {
  needs: [namespace],
  points: 1,
  read: ({ host, docker1 }) => {
    const named = (node: KernelNode) =>
      node.links().value.flatMap(({ ifname, altnames = [] }) => [ifname, ...altnames]);
    return { value: { docker1: named(docker1), host: named(host) }, seen: docker1.links().seen };
  },
  expect: { docker1: [ownLink], host: where(`no ${ownLink}`, (all: string[]) => !all.includes(ownLink)) },
  brokenBy: `ip -n docker1 link del ${ownLink}`,
});

const range = "198.51.100.0/24";
const everyAddress = Array.from({ length: 256 }, (_, last) => range.replace(/\d+\/\d+$/, String(last)));

/** The routes that the kernel takes to the range, by whatever table and rule; where some lead there, also what none leads there. */
function routesTaken(node: KernelNode): string[] {
  const taken = everyAddress.map((address) => ({ way: address, dst: node.routeTaken(address)?.dst }));
  const some = everyAddress.filter((_, last) => last % 85 === 0); // the first and the last, and two between
  const byProtocol = (["tcp", "udp"] as const).flatMap((ipproto) =>
    some.map((address) => ({ way: `${address} by ${ipproto}`, dst: node.routeTaken(address, { ipproto })?.dst })),
  );
  const bySelectors = toldApart(node).flatMap((selectors) =>
    everyAddress.map((address) => ({
      way: `${address} ${Object.entries(selectors).flat().join(" ")}`,
      dst: node.routeTaken(address, selectors)?.dst,
    })),
  );
  const all = [...taken, ...byProtocol, ...bySelectors];
  const found = new Set(all.flatMap(({ dst }) => dst ?? []));
  const gap = all.find(({ dst }) => dst === undefined);
  return found.size && gap ? [...found, `none to ${gap.way}`] : [...found];
}

const isOfRange = (dst: string): boolean =>
  isIn(dst.replace(/\/.*/, ""), range) === true && lengthOf(dst) >= lengthOf(range);
const lengthOf = (dst: string): number => Number(dst.split("/")[1] ?? 32);

const routes = check("own-routes", {
  needs: [namespace],
  points: 1,
  read: ({ host, docker1 }) => {
    const ofHost = host.routes("all").value.flatMap(({ dst }) => (isOfRange(dst) ? [dst] : []));
    const value = { docker1: routesTaken(docker1), host: [...new Set([...ofHost, ...routesTaken(host)])] };
    return { value, seen: docker1.routes().seen };
  },
  expect: {
    docker1: where(`${range}, for all of it`, (all: string[]) => all.length > 0 && all.every(isOfRange)),
    host: where(`no ${range}`, (all: string[]) => !all.some(isOfRange)),
  },
  brokenBy: "ip -n docker1 route flush 198.51.100.0/24",
});

/** Every rule of a stack, whichever tool made it, as text that can be compared. */
function rulesOf(node: KernelNode): string[] {
  const nft = node
    .nft()
    .value.nftables.flatMap(({ rule }) => (rule ? [ruleText(rule as Record<string, unknown>)] : []));
  const legacy = node.iptablesSave().value.chains.filter((chain) => chain.backend === "legacy");
  return [
    ...nft,
    ...legacy.flatMap(({ rules }) => rules.map(({ chain, spec }) => `-A ${chain} ${withoutComment(spec)}`)),
  ];
}

// without handle, counters and comments: what a rule does is in none of them
const ruleText = ({ table, chain, expr }: Record<string, unknown>): string =>
  JSON.stringify([table, chain, (expr as object[]).filter((part) => !("counter" in part || isComment(part)))]);
const isComment = (part: object): boolean => (part as { xt?: { name: string } }).xt?.name === "comment";

const withoutComment = (spec: string[]): string =>
  spec
    .filter((word, at) => !isOfComment(word, spec[at - 1]) && !(word === "-m" && spec[at + 1] === "comment"))
    .join(" ");
const isOfComment = (word: string, before: string | undefined): boolean =>
  word === "--comment" || before === "--comment" || (word === "comment" && before === "-m");

const rule = check("own-rule", {
  needs: [namespace],
  points: 1,
  read: ({ host, docker1 }) => {
    const others = new Set(rulesOf(host));
    const all = rulesOf(docker1);
    const dropping = all.filter((text) => /\b(drop|reject)\b/i.test(text)); // else a chain's policy does it
    const own = (dropping.length ? dropping : all).filter((text) => !others.has(text));
    return { value: own, seen: "ip netns exec docker1 iptables-save" };
  },
  expect: where("a rule that the host does not have", (own: string[]) => own.length > 0),
  brokenBy: "ip netns exec docker1 iptables -F",
  breaksToo: ["rule-works"],
});

const effect = check("rule-works", {
  needs: [namespace],
  points: 2,
  read: async ({ host, docker1 }, field) => {
    if (!hasLoopback(docker1)) throw new Unjudged([loopback]);
    const itself = { from: docker1, to: docker1, address: "127.0.0.1" };
    const [here, there, tcp, udp] = await Promise.all([
      ownPing(field, docker1, "127.0.0.1"),
      ownPing(field, host, "127.0.0.1"),
      // the control: lo itself carries traffic, so it is the rule that stops the ping
      exchanges(field, itself, "tcp", { isEvery: true }),
      exchanges(field, itself, "udp", { isEvery: true }),
    ]);
    const value = {
      "ping in docker1": here.value,
      "ping on the host": there.value,
      "TCP in docker1": tcp.value.answer,
      "UDP in docker1": udp.value.answer,
    };
    const isWrong = [
      here.value !== droppedByRules,
      there.value !== "answered",
      ...[tcp, udp].map(({ value: { answer } }) => answer !== "answered"),
    ];
    const { seen } = [here, there, tcp, udp][Math.max(0, isWrong.indexOf(true))]!;
    return { value, seen, isFinal: here.value.endsWith("answered") };
  },
  expect: {
    "ping in docker1": droppedByRules,
    "ping on the host": "answered",
    "TCP in docker1": "answered",
    "UDP in docker1": "answered",
  },
  brokenBy: "ip netns exec docker1 iptables -I INPUT -p icmp -j ACCEPT",
});

export default [namespace, link, loopback, routes, rule, effect];

/** Which checks judge which task. */
export const tasks = {
  "task-namespace": ["own-namespace"],
  "task-interface": ["own-interface"],
  "task-loopback": ["loopback"],
  "task-routes": ["own-routes"],
  "task-rule": ["own-rule", "rule-works"],
};
