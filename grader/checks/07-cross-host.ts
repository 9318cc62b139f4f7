// What must be true of lab 07, whoever built it. Titles and hints: docs/<language>/07-cross-host.md, by id.

import type { Fact } from "../../harness/kernel/facts.ts";
import type { Field } from "../../harness/probe/field.ts";
import { pathOf } from "../../harness/probe/path.ts";
import { type Check, check, type Finding, type NodeName, type Nodes } from "../vocabulary/check.ts";
import { forwards, forwardsBy } from "../vocabulary/forwarding.ts";
import { bothWays, reach } from "../vocabulary/reach.ts";

const address = {
  docker1: "172.17.1.2",
  docker2: "172.17.1.3",
  docker3: "172.17.2.2",
  docker4: "172.17.2.3",
  docker5: "172.17.3.2",
  host1: "192.168.56.11",
  host2: "192.168.56.12",
} as const;
type Named = keyof typeof address;
type Pair = readonly [Named, Named];
const acrossSwitch = (["docker1", "docker2"] as const).flatMap((one) =>
  (["docker3", "docker4"] as const).map((other): Pair => [one, other]),
);
const acrossRouter = (["docker1", "docker2", "docker3", "docker4"] as const).map((one): Pair => [one, "docker5"]);

const inet = (local: string) => ({ family: "inet", local, prefixlen: 24 });

/** Several facts as one record; what shows the first of them to a person shows how to see them all. */
const together = (facts: Record<string, Fact<unknown>>): Fact<unknown> => ({
  value: Object.fromEntries(Object.entries(facts).map(([name, { value }]) => [name, value])),
  seen: Object.values(facts)[0]!.seen,
});

const segments = (["host1", "host2"] as const).map((host) =>
  check(`segment-${host}`, {
    points: 1,
    read: (nodes) => nodes[host].addresses("eth0"),
    expect: [inet(address[host])],
    brokenBy: `ip -n ${host} address flush dev eth0`,
  }),
);

const farSegment = check("segment-router", {
  points: 1,
  read: ({ router, host3 }) =>
    together({
      "router eth1": router.addresses("eth1"),
      "router eth0": router.addresses("eth0"),
      "host3 eth0": host3.addresses("eth0"),
    }),
  expect: {
    "router eth1": [inet("192.168.57.1")],
    "router eth0": [inet("192.168.56.1")],
    "host3 eth0": [inet("192.168.57.13")],
  },
  brokenBy: "ip -n router address flush dev eth1",
});

const subnets = check("subnets", {
  points: 1,
  read: ({ host1, host2, host3 }) =>
    together({
      host1: host1.addresses("docker0"),
      host2: host2.addresses("docker0"),
      host3: host3.addresses("docker0"),
    }),
  expect: { host1: [inet("172.17.1.1")], host2: [inet("172.17.2.1")], host3: [inet("172.17.3.1")] },
  brokenBy: "ip -n host2 address flush dev docker0; ip -n host2 address add 172.17.1.1/24 dev docker0",
});

const forwarding = (["host1", "host2"] as const).map((host) =>
  check(`forwarding-${host}`, {
    points: 1,
    read: (nodes) => forwards(nodes[host], ["docker0", "eth0"]),
    expect: forwardsBy("docker0", "eth0"),
    brokenBy: `ip netns exec ${host} sysctl -w net.ipv4.ip_forward=0`,
  }),
);

const farForwarding = check("forwarding-router", {
  points: 1,
  read: ({ router, host3 }) =>
    together({ router: forwards(router, ["eth0", "eth1"]), host3: forwards(host3, ["docker0", "eth0"]) }),
  expect: { router: forwardsBy("eth0", "eth1"), host3: forwardsBy("docker0", "eth0") },
  brokenBy: "ip netns exec router sysctl -w net.ipv4.ip_forward=0",
});

/** Which nodes forward the packets of each pair, there: the first of the pair sends. */
const paths = (pairs: Pair[]) => async (nodes: Nodes, field: Field) => {
  const found = await Promise.all(
    pairs.map(async ([from, to]) => {
      const { value, seen } = await pathOf(field, { from: nodes[from], to: nodes[to], address: address[to] });
      return [`${from} → ${to}`, { value: typeof value === "string" ? value : value.join(", ") || "nobody", seen }];
    }),
  );
  return together(Object.fromEntries(found));
};

const neighbours = check("neighbours", {
  needs: segments,
  points: 1,
  read: paths([
    ["host1", "host2"],
    ["host2", "host1"],
  ]),
  expect: { "host1 → host2": "nobody", "host2 → host1": "nobody" },
  brokenBy: "for port in host1 host2; do bridge link set dev port-$port isolated on; done",
});

type Way = { from: Named; to: Named; iif: string; gateway: string; dev: string };

/** Whose address the next hop is. */
const owners: Record<string, NodeName> = {
  "192.168.56.11": "host1",
  "192.168.56.12": "host2",
  "192.168.56.1": "router",
  "192.168.57.1": "router",
  "192.168.57.13": "host3",
};

/**
 * Where a node sends the packets of one container for another. Asked of the kernel, not of the table, and for a packet
 * that came in by the link `iif`: a wider route, or one in a table of its own, does as well. So does a route without this next hop,
 * where the packets go to the same node all the same: it answers ARP for another address, or for theirs (proxy ARP).
 */
const routing = (node: NodeName, ways: Way[]): Pick<Check, "read" | "expect"> => ({
  read: async (nodes, field) => {
    const ask = async ({ from, to, iif, gateway, dev }: Way) => {
      const asked = nodes[node].routeTo(address[to], { from: address[from], iif });
      const { value, seen } = asked;
      if (!value || "error" in value || value.gateway === gateway || value.dev !== dev) return asked;
      const path = (await paths([[from, to]])(nodes, field)).value as Record<string, string>;
      const isSame = path[`${from} → ${to}`]?.includes(`${node}, ${owners[gateway]}`);
      return { value: isSame ? { ...value, gateway } : value, seen };
    };
    const found = await Promise.all(ways.map(async (way) => [`for ${way.to}`, await ask(way)] as const));
    return together(Object.fromEntries(found));
  },
  expect: Object.fromEntries(ways.map(({ to, gateway, dev }) => [`for ${to}`, { gateway, dev }])),
});

const [segment1, segment2] = segments as [Check, Check];
const [forwarding1, forwarding2] = forwarding as [Check, Check];

const routes = [
  check("route-host1", {
    needs: [neighbours, subnets, forwarding1],
    points: 2,
    ...routing("host1", [
      { from: "docker1", to: "docker3", iif: "docker0", gateway: "192.168.56.12", dev: "eth0" },
      { from: "docker2", to: "docker4", iif: "docker0", gateway: "192.168.56.12", dev: "eth0" },
    ]),
    brokenBy: "ip -n host1 route del 172.17.2.0/24",
  }),
  check("route-host2", {
    needs: [neighbours, subnets, forwarding2],
    points: 2,
    ...routing("host2", [
      { from: "docker3", to: "docker1", iif: "docker0", gateway: "192.168.56.11", dev: "eth0" },
      { from: "docker4", to: "docker2", iif: "docker0", gateway: "192.168.56.11", dev: "eth0" },
    ]),
    brokenBy: "ip -n host2 route del 172.17.1.0/24",
  }),
];

/** All the pairs, both ways, side by side. */
const talk =
  (pairs: Pair[]) =>
  async (nodes: Nodes, field: Field): Promise<Finding> => {
    const found = await Promise.all(
      pairs.map(([one, other]) => reach(one, address[one], other, address[other])(nodes, field)),
    );
    const worst = found.find(({ lost }) => lost) ?? found[0]!;
    return { ...worst, value: Object.assign({}, ...found.map(({ value }) => value)) };
  };
const allTalk = (pairs: Pair[]) => Object.assign({}, ...pairs.map(([one, other]) => bothWays(one, other)));
const ownSources = (pairs: Pair[]) =>
  Object.fromEntries(
    pairs.flatMap(([one, other]) => [
      [`${one} → ${other}`, { source: address[one] }],
      [`${other} → ${one}`, { source: address[other] }],
    ]),
  );

const across = check("across", {
  needs: routes,
  points: 3,
  read: talk(acrossSwitch),
  expect: allTalk(acrossSwitch),
  brokenBy: "ip netns exec host2 iptables -I FORWARD -s 172.17.1.0/24 -d 172.17.2.0/24 -j DROP",
});

const source = check("own-source", {
  needs: [across],
  points: 2,
  read: talk(acrossSwitch),
  expect: ownSources(acrossSwitch),
  brokenBy:
    "ip netns exec host1 iptables -t nat -I POSTROUTING -s 172.17.1.0/24 -d 172.17.2.0/24 -j SNAT --to-source 172.17.1.1",
});

// A route of its own for ping, over the router: no other check can see it.
const detour = (host: string, subnet: string, gateway: string) =>
  `ip -n ${host} route add ${subnet} via ${gateway} table 100; ip -n ${host} rule add ipproto icmp lookup 100`;

const hops = check("hops", {
  needs: [across],
  points: 1,
  read: paths([
    ["docker1", "docker3"],
    ["docker4", "docker2"],
  ]),
  expect: { "docker1 → docker3": "host1, host2", "docker4 → docker2": "host2, host1" },
  brokenBy: detour("host1", "172.17.2.0/24", "192.168.56.1"),
});

const farRoutes = [
  ...(
    [
      { host: "host1", docker: "docker1", need: [segment1, forwarding1] },
      { host: "host2", docker: "docker3", need: [segment2, forwarding2] },
    ] as const
  ).map(({ host, docker, need }) =>
    check(`far-route-${host}`, {
      needs: [...need, subnets],
      points: 1,
      ...routing(host, [{ from: docker, to: "docker5", iif: "docker0", gateway: "192.168.56.1", dev: "eth0" }]),
      brokenBy: `ip -n ${host} route del 172.17.3.0/24`,
    }),
  ),
  check("far-route-host3", {
    needs: [farSegment, farForwarding, subnets],
    points: 1,
    ...routing("host3", [
      { from: "docker5", to: "docker1", iif: "docker0", gateway: "192.168.57.1", dev: "eth0" },
      { from: "docker5", to: "docker3", iif: "docker0", gateway: "192.168.57.1", dev: "eth0" },
    ]),
    brokenBy: "ip -n host3 route del 172.17.0.0/16",
  }),
  check("route-router", {
    needs: [farSegment, farForwarding],
    points: 2,
    ...routing("router", [
      { from: "docker5", to: "docker1", iif: "eth1", gateway: "192.168.56.11", dev: "eth0" },
      { from: "docker5", to: "docker3", iif: "eth1", gateway: "192.168.56.12", dev: "eth0" },
      { from: "docker1", to: "docker5", iif: "eth0", gateway: "192.168.57.13", dev: "eth1" },
    ]),
    brokenBy: "ip -n router route del 172.17.1.0/24",
  }),
];

const acrossTheRouter = check("across-router", {
  needs: farRoutes,
  points: 2,
  read: talk(acrossRouter),
  expect: allTalk(acrossRouter),
  brokenBy: "ip netns exec router iptables -A FORWARD -d 172.17.3.0/24 -j DROP",
});

const farSource = check("own-source-router", {
  needs: [acrossTheRouter],
  points: 1,
  read: talk(acrossRouter),
  expect: ownSources(acrossRouter),
  brokenBy: "ip netns exec router iptables -t nat -A POSTROUTING -o eth1 -s 172.17.1.0/24 -j MASQUERADE",
});

const farHops = check("hops-router", {
  needs: [acrossTheRouter],
  points: 1,
  read: paths([
    ["docker1", "docker5"],
    ["docker5", "docker4"],
  ]),
  expect: { "docker1 → docker5": "host1, router, host3", "docker5 → docker4": "host3, router, host2" },
  brokenBy: detour("host1", "172.17.3.0/24", "192.168.56.12"),
});

export default [
  ...segments,
  neighbours,
  subnets,
  ...forwarding,
  ...routes,
  across,
  source,
  hops,
  farSegment,
  farForwarding,
  ...farRoutes,
  acrossTheRouter,
  farSource,
  farHops,
];

/** Which checks judge which task. */
export const tasks = {
  "task-routes": ["segment-host1", "segment-host2", "neighbours", "subnets", "route-host1", "route-host2"],
  "task-forwarding": ["forwarding-host1", "forwarding-host2"],
  "task-ping": ["across"],
  "task-source": ["own-source", "hops"],
  "task-router": [
    "segment-router",
    "forwarding-router",
    "far-route-host1",
    "far-route-host2",
    "far-route-host3",
    "route-router",
    "across-router",
    "own-source-router",
    "hops-router",
  ],
};
