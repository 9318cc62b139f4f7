// What must be true of lab 07, whoever built it. Titles and hints: docs/<language>/07-cross-host.md, by id.

import type { Fact } from "../../harness/kernel/facts.ts";
import type { Link } from "../../harness/kernel/link.ts";
import type { KernelNode } from "../../harness/kernel/node.ts";
import type { Route } from "../../harness/kernel/route.ts";
import { type RouteToOptions, routeTo } from "../../harness/kernel/route-to.ts";
import type { Field } from "../../harness/probe/field.ts";
import { type Bound, pathOf, trails } from "../../harness/probe/path.ts";
import { type Check, check, type Finding, type NodeName, type Nodes, Unjudged } from "../vocabulary/check.ts";
import { forwards, forwardsBy } from "../vocabulary/forwarding.ts";
import { lasting } from "../vocabulary/lasting.ts";
import { matches, where } from "../vocabulary/matches.ts";
import { bothWays, type Reached, reach } from "../vocabulary/reach.ts";

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

/** Whose containers they are. */
const hostOf: Partial<Record<Named, NodeName>> = {
  docker1: "host1",
  docker2: "host1",
  docker3: "host2",
  docker4: "host2",
  docker5: "host3",
};

const inet = (local: string) => ({ family: "inet", local, prefixlen: 24 });

/** Several facts as one record; what shows the first of them to a person shows how to see them all. */
const together = (facts: Record<string, Fact<unknown>>): Fact<unknown> => ({
  value: Object.fromEntries(Object.entries(facts).map(([name, { value }]) => [name, value])),
  seen: Object.values(facts)[0]!.seen,
});

const segments = (["host1", "host2"] as const).map((host) =>
  check(`segment-${host}`, {
    points: 1,
    read: (nodes) => lasting(nodes[host].addresses("eth0")),
    expect: [inet(address[host])],
    brokenBy: `ip -n ${host} address add ${address[host]}/16 dev eth0; ip -n ${host} address del ${address[host]}/24 dev eth0`,
  }),
);

const farSegment = check("segment-router", {
  points: 1,
  read: ({ router, host3 }) =>
    together({
      "router eth1": lasting(router.addresses("eth1")),
      "router eth0": lasting(router.addresses("eth0")),
      "host3 eth0": lasting(host3.addresses("eth0")),
    }),
  expect: {
    "router eth1": [inet("192.168.57.1")],
    "router eth0": [inet("192.168.56.1")],
    "host3 eth0": [inet("192.168.57.13")],
  },
  brokenBy: "ip -n router address add 192.168.57.1/16 dev eth1; ip -n router address del 192.168.57.1/24 dev eth1",
});

const subnets = check("subnets", {
  points: 1,
  read: ({ host1, host2, host3 }) =>
    together({
      host1: lasting(host1.addresses("docker0")),
      host2: lasting(host2.addresses("docker0")),
      host3: lasting(host3.addresses("docker0")),
    }),
  expect: { host1: [inet("172.17.1.1")], host2: [inet("172.17.2.1")], host3: [inet("172.17.3.1")] },
  brokenBy: "ip -n host2 address add 172.17.2.1/16 dev docker0; ip -n host2 address del 172.17.2.1/24 dev docker0",
});

const forwarding = (["host1", "host2"] as const).map((host) =>
  check(`forwarding-${host}`, {
    points: 1,
    read: (nodes) => forwards(nodes[host], ["docker0", "eth0"]),
    expect: forwardsBy("docker0", "eth0"),
    brokenBy: `ip netns exec ${host} sysctl -w net.ipv4.ip_forward=0`,
    breaksToo: ["across", "across-router"],
  }),
);

const farForwarding = check("forwarding-router", {
  points: 1,
  read: ({ router, host3 }) =>
    together({ router: forwards(router, ["eth0", "eth1"]), host3: forwards(host3, ["docker0", "eth0"]) }),
  expect: { router: forwardsBy("eth0", "eth1"), host3: forwardsBy("docker0", "eth0") },
  brokenBy: "ip netns exec router sysctl -w net.ipv4.ip_forward=0",
  breaksToo: ["across-router"],
});

const neighbours = check("neighbours", {
  points: 1,
  read: async ({ host1, host2 }, field) => {
    const ways = [
      { from: host1, to: host2, address: address.host2 },
      { from: host2, to: host1, address: address.host1 },
    ];
    const found: Record<string, Fact<unknown>> = {};
    for (const way of ways) {
      const { value, seen } = await pathOf(field, way);
      const between = value.isThere ? value.hops.join(", ") || "nobody" : "lost";
      found[`${way.from.name} → ${way.to.name}`] = { value: between, seen };
    }
    return together(found);
  },
  expect: { "host1 → host2": "nobody", "host2 → host1": "nobody" },
  brokenBy: "for port in host1 host2; do bridge link set dev port-$port isolated on; done",
  breaksToo: ["across"],
});

type Hop = { iif: string; gateway: string; dev: string };

/** Whose address the next hop is. */
const owners: Record<string, NodeName> = {
  "192.168.56.11": "host1",
  "192.168.56.12": "host2",
  "192.168.56.1": "router",
  "192.168.57.1": "router",
  "192.168.57.13": "host3",
};

/**
 * Where a node sends the packets of the pairs, the first of which sends. Asked of the kernel, not of the table, and for a packet
 * that came in by the link `iif`: a wider route, or one in a table of its own, does as well. So does a route without this next hop,
 * where the packets go to the same node all the same: it answers ARP for another address, or for theirs (proxy ARP).
 */
const routing = (node: NodeName, hops: (Hop & { pairs: Pair[] })[]): Pick<Check, "read" | "expect"> => {
  const ways = hops.flatMap(({ pairs, ...hop }) => pairs.map(([from, to]) => ({ from, to, ...hop })));
  return {
    read: async (nodes, field) => {
      // by these names, if they are other ones that the links have
      const links = new Map(
        hops.flatMap(({ iif, dev }) => [iif, dev]).map((name) => [name, nodes[node].link(name).value]),
      );
      const asked = ways.map((way) => ({ ...way, ...routeOf(nodes, nodes[node], way, links.get(way.iif)) }));
      const others = asked.filter(({ value, dev, gateway }) => value?.dev === dev && value.gateway !== gateway);
      const seen = await trails(
        field,
        others.map(({ from, to }) => boundWay(nodes, from, to)),
        patience.few,
      );
      for (const [at, way] of others.entries()) {
        const { hops, last } = seen[at]!.ping!;
        if ([...hops, last].join().includes(`${node},${owners[way.gateway]}`))
          way.value = { ...way.value, gateway: way.gateway };
      }
      return together(
        Object.fromEntries(asked.map(({ from, to, value, seen }) => [`${from} → ${to}`, { value, seen }])),
      );
    },
    expect: Object.fromEntries(ways.map(({ from, to, gateway, dev }) => [`${from} → ${to}`, { gateway, dev }])),
  };
};

type Asked = Hop & { from: Named; to: Named };

/** What a node's kernel says of a packet that it forwards, if it forwards at all: that it does not is another check's. */
function routeOf(nodes: Nodes, node: KernelNode, way: Asked, iif: Link | undefined): Fact<Partial<Route> | undefined> {
  const [from, to] = [address[way.from], address[way.to]];
  const fact = (value: Partial<Route> | undefined) =>
    node.fact(value, `ip route get ${to} from ${from} iif ${way.iif}`, { route: to });
  if (!iif) return fact(undefined);
  const how = { from, iif: iif.ifindex };
  const value = routeTo(node.netlink, to, how);
  if (!("error" in value)) return fact(forAll(nodes, node, value, way, how));
  const key = `net.ipv4.conf.${way.iif.replaceAll(".", "/")}.forwarding`;
  const isRefused = value.error === "EXDEV" || node.sysctl(key).value !== "1";
  const own = isRefused ? routeTo(node.netlink, to) : value;
  return fact("error" in own ? undefined : forAll(nodes, node, own, way, {}));
}

/** A route with several next hops takes one of them for this packet, and may take another for the next. */
function forAll(nodes: Nodes, node: KernelNode, taken: Route, { to, gateway }: Asked, how: RouteToOptions) {
  const route = routeTo(node.netlink, address[to], { ...how, isOfTable: true });
  const all = "nexthops" in route ? (route.nexthops ?? []) : [];
  if (all.length < 2) return taken;
  const own = nodes[owners[gateway]!].addresses().value.map(({ local }) => local);
  if (all.every((hop) => hop.gateway && own.includes(hop.gateway))) return taken;
  return { gateway: all.map((hop) => `${hop.gateway ?? address[to]} dev ${hop.dev}`).join(" or ") };
}

const boundWay = (nodes: Nodes, from: Named, to: Named): Bound => ({
  from: nodes[from],
  to: nodes[to],
  address: address[to],
  source: address[from],
});

const both = (pairs: Pair[]): Pair[] =>
  pairs.flatMap(([one, other]): Pair[] => [
    [one, other],
    [other, one],
  ]);
const turned = (pairs: Pair[]) => pairs.map(([one, other]): Pair => [other, one]);
const pairsOf = (pairs: Pair[], ...ones: Named[]) => pairs.filter(([one]) => ones.includes(one));

const routes = [
  check("route-host1", {
    points: 2,
    ...routing("host1", [{ pairs: acrossSwitch, iif: "docker0", gateway: address.host2, dev: "eth0" }]),
    brokenBy: "ip -n host1 route del 172.17.2.0/24",
    breaksToo: ["across"],
  }),
  check("route-host2", {
    points: 2,
    ...routing("host2", [{ pairs: turned(acrossSwitch), iif: "docker0", gateway: address.host1, dev: "eth0" }]),
    brokenBy: "ip -n host2 route del 172.17.1.0/24",
    breaksToo: ["across"],
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

/** ms to wait for packets that do not arrive: long where some are known to come through. */
const patience = { few: 1500, none: 300 };

/**
 * The packets of the pairs, both ways, as they were seen on their way: what is lost further on has been seen too. Where of two hosts'
 * packets for each other none was seen to be forwarded, nothing is known of them.
 */
async function seenOnTheWay(pairs: Pair[], nodes: Nodes, field: Field, without: Check) {
  const { value } = await talk(pairs)(nodes, field);
  const isWell = matches(value, allTalk(pairs));
  const all = both(pairs);
  const found = await trails(
    field,
    all.map(([from, to]) => boundWay(nodes, from, to)),
    isWell ? patience.few : patience.none,
  );
  const hostsOf = ([from, to]: Pair) => [hostOf[from], hostOf[to]].sort().join();
  const known = new Set(
    all.filter((_, at) => Object.values(found[at]!).some(({ hops }) => hops.length > 0)).map(hostsOf),
  );
  if (!all.every((pair) => known.has(hostsOf(pair)))) throw new Unjudged([without]);
  const ways = all.map(([from, to], at) => ({
    from,
    to,
    trails: found[at]!,
    reached: (value as Record<string, Reached>)[`${from} → ${to}`]!,
  }));
  return { ways, seen: nodes[all[0]![0]].fact("", `ping -c 1 ${address[all[0]![1]]}`).seen };
}

/** "172.17.1.2", or where packets of another kind bear another address, all of them by kind. */
const byKind = (all: [string, string][]): string => {
  const distinct = new Set(all.map(([, what]) => what));
  return distinct.size > 1
    ? all.map(([kind, what]) => `${kind}: ${what}`).join("; ")
    : ([...distinct][0] ?? "not seen");
};

const ownSources = (pairs: Pair[], without: Check): Pick<Check, "read" | "expect"> => ({
  read: async (nodes, field) => {
    const { ways, seen } = await seenOnTheWay(pairs, nodes, field, without);
    const value = ways.map(({ from, to, trails, reached }) => {
      const forwarded = Object.entries(trails).flatMap(([kind, { hops, source }]): [string, string][] =>
        hops.length && source ? [[kind, source]] : [],
      );
      const answered: [string, string][] = reached.source ? [["ping", reached.source]] : [];
      return [`${from} → ${to}`, byKind([...answered, ...forwarded])];
    });
    return { value: Object.fromEntries(value), seen };
  },
  expect: Object.fromEntries(
    both(pairs).map(([from, to]) => [
      `${from} → ${to}`,
      where(address[from], (source: string) => [address[from], "not seen"].includes(source)),
    ]),
  ),
});

/** The nodes that forward what one sends to the other: what is lost on its way has not been anywhere else. */
const hopsBetween = (
  pairs: Pair[],
  between: (pair: Pair) => (string | undefined)[],
  without: Check,
): Pick<Check, "read" | "expect"> => ({
  read: async (nodes, field) => {
    const { ways, seen } = await seenOnTheWay(pairs, nodes, field, without);
    const value = ways.map(({ from, to, trails }) => {
      const right = between([from, to]);
      const all = Object.entries(trails).flatMap(([kind, trail]): [string, string][] => {
        const { hops, isThere } = trail;
        if (isThere) return [[kind, hops.join(", ") || "nobody"]];
        return hops.every((node, at) => node === right[at]) ? [] : [[kind, `${hops.join(", ")}, then lost`]];
      });
      return [`${from} → ${to}`, byKind(all)];
    });
    return { value: Object.fromEntries(value), seen };
  },
  expect: Object.fromEntries(
    both(pairs).map((pair) => {
      const right = between(pair).join(", ");
      return [pair.join(" → "), where(right, (path: string) => [right, "not seen"].includes(path))];
    }),
  ),
});

const across = check("across", {
  points: 3,
  read: talk(acrossSwitch),
  expect: allTalk(acrossSwitch),
  brokenBy: "ip netns exec host2 iptables -I FORWARD -s 172.17.1.0/24 -d 172.17.2.0/24 -j DROP",
});

const source = check("own-source", {
  points: 2,
  ...ownSources(acrossSwitch, across),
  brokenBy:
    "ip netns exec host1 iptables -t nat -I POSTROUTING -s 172.17.1.0/24 -d 172.17.2.0/24 -j SNAT --to-source 172.17.1.1",
});

// A route of its own for ping, over the router: no other check can see it.
const detour = (host: string, subnet: string, gateway: string) =>
  `ip -n ${host} route add ${subnet} via ${gateway} table 100; ip -n ${host} rule add ipproto icmp lookup 100`;

const hops = check("hops", {
  points: 1,
  ...hopsBetween(acrossSwitch, ([from, to]) => [hostOf[from], hostOf[to]], across),
  brokenBy: detour("host1", "172.17.2.0/24", "192.168.56.1"),
});

const farRoutes = [
  ...(
    [
      { host: "host1", own: ["docker1", "docker2"] },
      { host: "host2", own: ["docker3", "docker4"] },
    ] as const
  ).map(({ host, own }) =>
    check(`far-route-${host}`, {
      points: 1,
      ...routing(host, [
        { pairs: pairsOf(acrossRouter, ...own), iif: "docker0", gateway: "192.168.56.1", dev: "eth0" },
      ]),
      brokenBy: `ip -n ${host} route del 172.17.3.0/24`,
      breaksToo: ["across-router"],
    }),
  ),
  check("far-route-host3", {
    points: 1,
    ...routing("host3", [{ pairs: turned(acrossRouter), iif: "docker0", gateway: "192.168.57.1", dev: "eth0" }]),
    brokenBy: "ip -n host3 route del 172.17.0.0/16",
    breaksToo: ["across-router"],
  }),
  check("route-router", {
    points: 2,
    ...routing("router", [
      { pairs: turned(pairsOf(acrossRouter, "docker1", "docker2")), iif: "eth1", gateway: address.host1, dev: "eth0" },
      { pairs: turned(pairsOf(acrossRouter, "docker3", "docker4")), iif: "eth1", gateway: address.host2, dev: "eth0" },
      { pairs: acrossRouter, iif: "eth0", gateway: "192.168.57.13", dev: "eth1" },
    ]),
    brokenBy: "ip -n router route del 172.17.1.0/24",
    breaksToo: ["across-router"],
  }),
];

const acrossTheRouter = check("across-router", {
  points: 2,
  read: talk(acrossRouter),
  expect: allTalk(acrossRouter),
  brokenBy: "ip netns exec router iptables -A FORWARD -d 172.17.3.0/24 -j DROP",
});

const farSource = check("own-source-router", {
  points: 1,
  ...ownSources(acrossRouter, acrossTheRouter),
  brokenBy: "ip netns exec router iptables -t nat -A POSTROUTING -o eth1 -s 172.17.1.0/24 -j MASQUERADE",
});

const farHops = check("hops-router", {
  points: 1,
  ...hopsBetween(acrossRouter, ([from, to]) => [hostOf[from], "router", hostOf[to]], acrossTheRouter),
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
