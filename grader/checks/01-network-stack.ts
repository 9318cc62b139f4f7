// What must be true of lab 01. Titles and hints: docs/<language>/01-network-stack.md, by id.

import type { KernelNode } from "../../harness/kernel/node.ts";
import { isAnswered } from "../../harness/probe/ping.ts";
import { http } from "../../harness/probe/tcp.ts";
import { udpToItself } from "../../harness/probe/udp.ts";
import { check } from "../vocabulary/check.ts";
import { where } from "../vocabulary/matches.ts";

const namespace = check("own-namespace", {
  points: 1,
  read: ({ host, docker1 }) => ({
    value: { host: host.inode, docker1: docker1.inode },
    seen: "ip netns exec docker1 readlink /proc/self/ns/net",
  }),
  expect: where("two network namespaces", (inode: { host: number; docker1: number }) => inode.host !== inode.docker1),
  brokenBy: "ip netns del docker1",
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
});

const ownLink = "net0";

const link = check("own-interface", {
  needs: [namespace],
  points: 1,
  read: ({ host, docker1 }) => {
    const named = (node: KernelNode) => node.links().value.map(({ ifname }) => ifname);
    return { value: { docker1: named(docker1), host: named(host) }, seen: docker1.links().seen };
  },
  expect: { docker1: [ownLink], host: where(`no ${ownLink}`, (all: string[]) => !all.includes(ownLink)) },
  brokenBy: `ip -n docker1 link del ${ownLink}`,
});

const routes = check("own-routes", {
  needs: [loopback],
  points: 1,
  read: ({ host, docker1 }) => {
    const { value, seen } = docker1.routes();
    return { value: { docker1: value.map((r) => r.dst), host: host.routes().value.map((r) => r.dst) }, seen };
  },
  expect: {
    docker1: ["198.51.100.0/24"],
    host: where("no 198.51.100.0/24", (all: string[]) => !all.includes("198.51.100.0/24")),
  },
  brokenBy: "ip -n docker1 route flush 198.51.100.0/24",
});

/** Every rule of a stack, whichever tool made it, as text that can be compared. */
function rulesOf(node: KernelNode): string[] {
  const nft = node
    .nft()
    .value.nftables.flatMap(({ rule }) => (rule ? [ruleText(rule as Record<string, unknown>)] : []));
  const legacy = node.iptablesSave().value.chains.filter((chain) => chain.backend === "legacy");
  return [...nft, ...legacy.flatMap((chain) => chain.rules.map((rule) => `-A ${rule.chain} ${rule.spec.join(" ")}`))];
}

// without the handle and the counters: two stacks with the same rule are told apart by neither
const ruleText = ({ table, chain, expr }: Record<string, unknown>): string =>
  JSON.stringify({ table, chain, expr }, (key, value) => (key === "counter" ? undefined : value));

const rule = check("own-rule", {
  needs: [namespace],
  points: 1,
  read: ({ host, docker1 }) => {
    const others = rulesOf(host);
    const own = rulesOf(docker1).filter((text) => !others.includes(text));
    return { value: own, seen: "ip netns exec docker1 iptables-save" };
  },
  expect: where("a rule that the host does not have", (own: string[]) => own.length > 0),
  brokenBy: "ip netns exec docker1 iptables -F",
});

const unanswered = 400; // ms: on lo an answer comes in microseconds

const effect = check("rule-works", {
  needs: [loopback, rule],
  points: 2,
  read: async ({ host, docker1 }) => {
    const [here, there, tcp, udp] = await Promise.all([
      isAnswered(docker1, "127.0.0.1", { patience: unanswered }),
      isAnswered(host, "127.0.0.1", { patience: unanswered }),
      // the control: lo itself carries traffic, so it is the rule that stops the ping (nobody listens: a refusal is an answer)
      http(docker1, "http://127.0.0.1:9"),
      udpToItself(docker1, "127.0.0.1", unanswered),
    ]);
    const isRefused = /refused|Couldn't connect/.test(JSON.stringify(tcp.value));
    const value = {
      "ping in docker1": here.value,
      "ping on the host": there.value,
      "TCP in docker1": tcp.value.status > 0 || isRefused ? "passes" : "is stopped too",
      "UDP in docker1": udp.value === "arrived" ? "passes" : "is stopped too",
    };
    return { value, seen: here.seen };
  },
  expect: {
    "ping in docker1": "unanswered",
    "ping on the host": "answered",
    "TCP in docker1": "passes",
    "UDP in docker1": "passes",
  },
  brokenBy: "ip netns exec docker1 iptables -I INPUT -p icmp -j ACCEPT",
});

export default [namespace, link, loopback, routes, rule, effect];
