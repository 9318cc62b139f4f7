// What must be true of lab 07's exercise. Titles and hints: docs/<language>/exercises/07-cross-host.md, by id, and the lab's own
// for what the lab asks too.

import type { KernelNode } from "../../harness/kernel/node.ts";
import { runIn } from "../../harness/kernel/run-in.ts";
import type { Way } from "../../harness/probe/cold.ts";
import { arrivals } from "../../harness/probe/exchange.ts";
import type { Field } from "../../harness/probe/field.ts";
import { ping } from "../../harness/probe/ping.ts";
import { answerIn } from "../../harness/world/answers.ts";
import ofLab from "../checks/07-cross-host.ts";
import { type Answers, type Check, check, type Nodes } from "../vocabulary/check.ts";
import { keptNetwork } from "../vocabulary/given.ts";
import { question } from "../vocabulary/question.ts";

/** What the lab asks and the exercise gives: one check here. */
const hosts = ["host1", "host2"]; // an id is made of a name, so that both are a student's own
const given = [
  ...hosts.map((host) => `segment-${host}`),
  "neighbours",
  "subnets",
  "segment-router",
  "forwarding-router",
];
const givens = ofLab.filter(({ id }) => given.includes(id));

const kept = keptNetwork(
  givens,
  "ip -n host2 address add 172.17.2.1/16 dev docker0; ip -n host2 address del 172.17.2.1/24 dev docker0",
);

/** The lab's check; what it needs of the given is the one check of all that. */
const asked = new Map<string, Check>();
for (const one of ofLab.filter(({ id }) => !given.includes(id))) {
  const needs = new Set(one.needs.map(({ id }) => asked.get(id) ?? kept));
  asked.set(one.id, { ...one, needs: [...needs] });
}
// what the router has masqueraded is dropped by host3's policy here: another source that a host accepts
asked.get("own-source-router")!.brokenBy =
  "ip netns exec host3 iptables -t nat -I POSTROUTING -s 172.17.3.0/24 -d 172.17.1.0/24 -j SNAT --to-source 172.17.3.1";

const containers = [
  { name: "docker1", address: "172.17.1.2", host: "host1", as: "192.168.56.11" },
  { name: "docker2", address: "172.17.1.3", host: "host1", as: "192.168.56.11" },
  { name: "docker3", address: "172.17.2.2", host: "host2", as: "192.168.56.12" },
  { name: "docker4", address: "172.17.2.3", host: "host2", as: "192.168.56.12" },
  { name: "docker5", address: "172.17.3.2", host: "host3", as: "192.168.57.13" },
] as const;
const others = [
  { name: "router", address: "192.168.56.1" },
  { name: "host1", address: "192.168.56.11" },
  { name: "host2", address: "192.168.56.12" },
  { name: "host3", address: "192.168.57.13" },
] as const;

/** What is no container, with each container of another machine. */
const strangers = others.flatMap((other) =>
  containers.filter(({ host }) => host !== other.name).map((container) => ({ other, container })),
);

const masqueraded = check("still-masqueraded", {
  needs: hosts.map((host) => asked.get(`forwarding-${host}`)!),
  points: 1,
  read: async (nodes, field) => {
    const found = await Promise.all(
      strangers.map(async ({ container: { name }, other }) => [
        `${name} → ${other.name}`,
        await sourcesOf(field, nodes[name], nodes[other.name], other.address),
      ]),
    );
    return { value: Object.fromEntries(found), seen: "ip netns exec host1 iptables -t nat -S POSTROUTING" };
  },
  expect: Object.fromEntries(
    strangers.map(({ container, other }) => [`${container.name} → ${other.name}`, container.as]),
  ),
  brokenBy: "ip netns exec host2 iptables -t nat -F POSTROUTING",
});

/** As whom the other node sees what it is sent by ping, TCP and UDP; the ping must be answered. */
async function sourcesOf(field: Field, from: KernelNode, to: KernelNode, address: string): Promise<string> {
  const [echo, tcp, udp] = await sent(field, { from, to, address }, "all");
  const { reply, source = "" } = echo.value;
  const seen = { ping: reply === "arrived" ? source : "", TCP: tcp.sort().join(", "), UDP: udp.sort().join(", ") };
  const distinct = [...new Set(Object.values(seen))];
  const told = Object.entries(seen).map(([kind, source]) => `${kind}: ${source || "unanswered"}`);
  return distinct.length === 1 && source ? source : told.join("; ");
}

/** A ping, TCP and UDP, and what of them came: of the ports "any", or "all". */
const sent = (field: Field, way: Way, which: "any" | "all") =>
  Promise.all([
    ping(way.from, way.to, way.address),
    arrivals(field, way, "tcp", which),
    arrivals(field, way, "udp", which),
  ]);

const nothing = "nothing arrives";

const closed = check("still-closed", {
  needs: [asked.get("across-router")!],
  points: 1,
  read: async (nodes, field) => {
    const found = await Promise.all(
      strangers.map(async ({ other, container: { name, address } }) => [
        `${other.name} → ${name}`,
        await gotIn(field, nodes[other.name], nodes[name], address),
      ]),
    );
    const isFinal = found.some(([, what]) => what !== nothing);
    return { value: Object.fromEntries(found), seen: "ip netns exec host1 iptables -S FORWARD", isFinal };
  },
  expect: Object.fromEntries(strangers.map(({ other, container }) => [`${other.name} → ${container.name}`, nothing])),
  brokenBy: "ip netns exec host3 iptables -P FORWARD ACCEPT",
});

/** What of a ping, TCP and UDP came to the node's own stack. */
async function gotIn(field: Field, from: KernelNode, to: KernelNode, address: string): Promise<string> {
  const [echo, tcp, udp] = await sent(field, { from, to, address }, "any");
  const isIn = { ping: echo.value.request === "arrived", TCP: tcp.length > 0, UDP: udp.length > 0 };
  const arrived = Object.entries(isIn).flatMap(([name, isSo]) => (isSo ? [name] : []));
  return arrived.length ? `${arrived.join(", ")} arrived` : nothing;
}

// web1 has all of 198.51.100.0/24: an address for each candidate, so all can be tried at once
const destinations = [
  ...["198.51.100.11", "198.51.100.12", "198.51.100.13"],
  ...["198.51.100.14", "198.51.100.15", "198.51.100.16"],
];

type Hop = { via: string; to: string; isRefused: boolean; isDelivering: boolean };

const known = new WeakMap<KernelNode, Hop[]>();

/** Of a starting point: each candidate, tried once. */
function hopsOf(start: Nodes): Hop[] {
  const hops = known.get(start.host1) ?? tried(start);
  known.set(start.host1, hops);
  return hops;
}

/** Tries a route by each candidate: is it refused, and who answers? */
function tried({ host, host1 }: Nodes): Hop[] {
  const run = (...command: [string, ...string[]]) => runIn(host1.netns, command);
  const candidates = answerIn(host.files, "candidates") ?? [];
  if (candidates.length !== destinations.length) throw new Error("Cannot find the candidates in the starting point");
  const hops = candidates.map((via, at) => {
    const to = destinations[at]!;
    const isRefused = !succeeds(/invalid gateway/, () => run("ip", "route", "replace", `${to}/32`, "via", via));
    return { via, to, isRefused };
  });
  const accepted = hops.filter(({ isRefused }) => !isRefused).map(({ to }) => to);
  // each pinged until it answers, for two seconds
  const ask = 'for to; do ping -q -c 1 -i 0.2 -w 2 "$to" > /dev/null && echo "$to" & done; wait';
  const answered = run("sh", "-c", ask, "sh", ...accepted).split("\n");
  return hops.map((hop) => ({ ...hop, isDelivering: answered.includes(hop.to) }));
}

/** Does it succeed? What fails otherwise than it may is thrown on. */
function succeeds(mayFail: RegExp, work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof Error && mayFail.test(error.message)) return false;
    throw error;
  }
}

const nextHops = question("next-hops", {
  points: 2,
  answers: ["refused", "lost", "delivers", "macs"],
  truth: (start) => {
    const hops = hopsOf(start);
    const viaOf = (some: Hop[]) => some.map(({ via }) => via);
    const delivers = viaOf(hops.filter(({ isDelivering }) => isDelivering));
    const entries = start.host1.neighbours().value.filter(({ dst }) => delivers.includes(dst));
    const refused = viaOf(hops.filter(({ isRefused }) => isRefused));
    const lost = viaOf(hops.filter(({ isRefused, isDelivering }) => !isRefused && !isDelivering));
    return { refused, lost, delivers, macs: entries.flatMap(({ lladdr }) => lladdr ?? []) };
  },
});

const HEADERS = 28; // bytes of IPv4 and ICMP before a ping's data: RFC 791, RFC 792
const mostRouters = 10;

/** The largest packet that comes to the address whole: what a router on the way cannot pass on it says, with its size. */
function pathMtu({ host1 }: Nodes, to: string): number {
  const run = (...command: [string, ...string[]]) => runIn(host1.netns, command);
  for (let size = 1500, tries = 0; tries < mostRouters; tries++) {
    const isWhole = () => run("ping", "-q", "-c", "1", "-W", "2", "-M", "do", "-s", String(size - HEADERS), to);
    if (succeeds(/ping/, isWhole)) return size;
    const [route] = JSON.parse(run("ip", "-j", "route", "get", to));
    size = Number(route?.metrics?.[0]?.mtu ?? size);
  }
  throw new Error(`Cannot find out the path MTU to ${to}`);
}

const mtu = question("path-mtu", {
  points: 1,
  answers: ["path-mtu"],
  truth: (start): Answers => {
    const delivering = hopsOf(start).filter(({ isDelivering }) => isDelivering);
    return { "path-mtu": delivering.map(({ via, to }) => `${via}=${pathMtu(start, to)}`) };
  },
});

export default [kept, ...asked.values(), masqueraded, closed, nextHops, mtu];

/** Which checks judge which task. */
export const tasks = {
  "task-keep": ["kept-network"],
  "task-forwarding": ["forwarding-host1", "forwarding-host2"],
  "task-routes": ["route-host1", "route-host2", "across"],
  "task-source": ["own-source", "hops"],
  "task-router": [
    "forwarding-router",
    "far-route-host1",
    "far-route-host2",
    "far-route-host3",
    "route-router",
    "across-router",
    "own-source-router",
    "hops-router",
  ],
  "task-firewall": ["still-masqueraded", "still-closed"],
  "task-next-hops": ["next-hops"],
  "task-path-mtu": ["path-mtu"],
};
