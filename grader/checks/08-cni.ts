// What must be true of lab 08, by plugins or by hand. Titles and hints: docs/<language>/08-cni.md, by id.

import { type Lease, leases } from "../../harness/cni/leases.ts";
import { rulesFor } from "../../harness/cni/rules.ts";
import type { KernelNode } from "../../harness/kernel/node.ts";
import { http } from "../../harness/probe/http.ts";
import { ledFrom } from "../../harness/probe/led.ts";
import { reaches } from "../../harness/probe/reach.ts";
import { openNameless } from "../../harness/world/nameless.ts";
import { type Check, check, type NodeName, type Nodes, Unjudged } from "../vocabulary/check.ts";
import { lostLeg, unconnected } from "../vocabulary/lost.ts";
import { where } from "../vocabulary/matches.ts";
import { bothWays, reach } from "../vocabulary/reach.ts";
import lab03 from "./03-bridge.ts"; // the same network, so the same must be true of it

// by ping alone: here the tasks ask for published ports, and a firewall may be for the others
const byPing = [
  ["docker1-docker2", "docker1", "172.17.0.2", "docker2", "172.17.0.3"],
  ["host-docker1", "host", "172.17.0.1", "docker1", "172.17.0.2"],
  ["host-docker2", "host", "172.17.0.1", "docker2", "172.17.0.3"],
] as const;
const [toItself, everyway] = [
  ["published-host", "published-localhost"],
  ["published-outside", "published-docker2", "published-host", "published-localhost"],
];
/** What the faults of lab 03 break here besides. */
const further: Record<string, string[]> = {
  bridge: ["web", "way-out-docker1", "way-out-docker2", ...everyway],
  "bridge-address": ["web", "way-out-docker1", "way-out-docker2", ...everyway],
  "pair-docker1": ["web", "way-out-docker1", ...everyway],
  "pair-docker2": ["way-out-docker2", "published-docker2"],
  "route-docker1": ["way-out-docker1", "published-outside"],
  "route-docker2": ["way-out-docker2"],
  "host-docker1": ["web", ...toItself],
};
const bridged = lab03.map((known): Check => {
  const breaksToo = [...(known.breaksToo ?? []), ...(further[known.id] ?? [])];
  const pair = byPing.find(([id]) => id === known.id);
  if (!pair) return { ...known, breaksToo };
  const [, one, oneAddress, other, otherAddress] = pair;
  const read = reach(one, oneAddress, other, otherAddress, "ping");
  return { ...known, breaksToo, read, expect: bothWays(one, other, "ping") };
});

const the = (id: string) => bridged.find((known) => known.id === id)!;

// of the web server that is given, and of no other that says the same
const answer = { status: 200, body: "docker1", server: "docker1 port 80" };

const webAsked =
  (name: NodeName, url: string): Check["read"] =>
  async (nodes, field) => {
    const fact = await http(field, nodes[name], url, { node: nodes.docker1, port: 80 });
    const { hostname, port } = new URL(url);
    return { ...fact, ...unconnected(fact.value, nodes[name], hostname, { node: nodes.docker1, port: Number(port) }) };
  };

const answers = check("web", {
  points: 1,
  read: async ({ host, docker1 }, field) => {
    const server = { node: docker1, port: 80 };
    const fact = await http(field, host, "http://172.17.0.2", server);
    return { ...fact, ...unconnected(fact.value, host, "172.17.0.2", server) };
  },
  expect: answer,
  brokenBy: "pid=$(cat /run/web.pid); kill $pid; while kill -0 $pid 2>/dev/null; do :; done",
  breaksToo: everyway,
});

const waysOut = (
  [
    ["docker1", "172.17.0.2"],
    ["docker2", "172.17.0.3"],
  ] as const
).map(([name, address]) =>
  check(`way-out-${name}`, {
    points: 1,
    read: async (nodes, field) => {
      const way = { from: nodes[name], to: nodes.outside, address: "203.0.113.2" };
      const { value, seen } = await reaches(field, way);
      const { value: back, seen: seenBack } = nodes.outside.routeTo(address);
      const routeBack = back && "error" in back ? "none" : back;
      const leg = lostLeg(value);
      return {
        value: { ...value, "route of outside to it": routeBack },
        seen: leg.lost ? seen : seenBack,
        ...(leg.lost && { lost: { ...way, ...leg, hiddenBy: nodes.host } }),
      };
    },
    expect: { request: "arrived", reply: "arrived", "route of outside to it": "none" },
    brokenBy: `iptables -I FORWARD -p icmp -i docker0 -s ${address} -j DROP`,
  }),
);

const published = [
  check("published-outside", {
    points: 2,
    read: webAsked("outside", "http://203.0.113.1:8080"),
    expect: answer,
    brokenBy: "iptables -I FORWARD -p tcp -s 203.0.113.2 -j DROP",
  }),
  check("published-docker2", {
    points: 1,
    read: webAsked("docker2", "http://172.17.0.1:8080"),
    expect: answer,
    brokenBy: "iptables -t nat -I PREROUTING -p tcp -s 172.17.0.3 --dport 8080 -j ACCEPT",
  }),
  check("published-host", {
    points: 1,
    read: webAsked("host", "http://172.17.0.1:8080"),
    expect: answer,
    brokenBy: "iptables -t nat -I OUTPUT -p tcp -d 172.17.0.1 --dport 8080 -j ACCEPT",
  }),
  check("published-localhost", {
    points: 1,
    read: webAsked("host", "http://127.0.0.1:8080"),
    expect: answer,
    brokenBy: "sysctl -w net.ipv4.conf.docker0.route_localnet=0",
  }),
];

const added = "docker3";

/** Reads with the network namespaces that nobody gave a name, too. To find them takes a while. */
function withNameless<T>(nodes: Nodes, read: (nameless: KernelNode[]) => T): T {
  const nameless = openNameless(nodes.host, Object.values(nodes));
  try {
    return read(nameless);
  } finally {
    for (const node of nameless) node.close();
  }
}

const addressesOf = (nodes: readonly KernelNode[]): string[] =>
  nodes.flatMap((node) => node.addresses().value.map(({ local }) => local));

/** Tells whether anybody has an address: those without a name are looked for where nobody else has it. */
function userOf(nodes: Nodes): (address: string) => boolean {
  const named = addressesOf(Object.values(nodes));
  let nameless: string[] | undefined;
  return (address) => {
    if (named.includes(address)) return true;
    nameless ??= withNameless(nodes, addressesOf);
    return nameless.includes(address);
  };
}

/** Before anything was built, nothing can have been left. */
function anythingAdded(host: KernelNode): void {
  if (!host.ports("docker0").value?.length) throw new Unjudged(["bridge", "pair-docker1", "pair-docker2"].map(the));
}

/** The links of docker3 that are joined to the host. Where it is gone as a whole, that is right too. */
function cablesOf(nodes: Nodes): string[] {
  const node = added in nodes ? nodes[added] : undefined;
  return node?.linksTo(nodes.host).value.map(({ ifname }) => ifname) ?? [];
}

/** Cables of docker0 that hold on to a namespace without a name, which no container's lease speaks for. */
function heldCables(nodes: Nodes): string[] {
  const { host } = nodes;
  const cables = (host.ports("docker0").value ?? []).filter(({ linkinfo }) => linkinfo?.info_kind === "veth");
  const loose = cables.filter(({ ifname }) => !host.peerOf(ifname, Object.values(nodes)).value);
  if (!loose.length) return [];
  const { value: given } = leases(host);
  const isSpokenFor = (node: KernelNode) => {
    const own = addressesOf([node]);
    return given.length === 0 || given.some(({ address, id }) => id !== added && own.includes(address));
  };
  return withNameless(nodes, (nameless) =>
    loose.flatMap(({ ifname }) => {
      const peer = host.peerOf(ifname, nameless).value;
      if (!peer) return [`${ifname}, whose other end is out of sight`];
      return isSpokenFor(peer.node) ? [] : [`${ifname} of ${peer.node.name}`];
    }),
  );
}

const unplugged = check("unplugged-docker3", {
  points: 1,
  read: (nodes) => {
    anythingAdded(nodes.host);
    const cables = [...cablesOf(nodes), ...heldCables(nodes)];
    return { value: cables.length ? cables : "no cable", seen: "ip -n docker3 link; ip link show master docker0" };
  },
  expect: "no cable",
  brokenBy: "ip netns add docker3; ip link add left3 type veth peer name eth0 netns docker3",
});

const nobody = where("nobody, whoever asks", (all: Record<string, string>) =>
  Object.values(all).every((led) => led === "nobody"),
);

const unpublished = check("unpublished-docker3", {
  points: 1,
  read: async (nodes, field) => {
    const { host, docker1, docker2, outside } = nodes;
    anythingAdded(host);
    const led = await ledFrom(field, [host, docker1, docker2, outside], host, 8083);
    const isUsed = userOf(nodes);
    const id = cablesOf(nodes).length ? undefined : added; // what is plugged in may have rules
    const rules = rulesFor(host, { id, isGone: !(added in nodes), port: 8083, subnet: "172.17.0.0/16", isUsed });
    // over IPv4 it was asked
    const isOpen = host
      .listening()
      .value.some(({ netid, family, port }) => netid === "tcp" && family === "inet6" && port === 8083);
    const answers = isOpen ? { ...led.value, "over IPv6": "somebody" } : led.value;
    const value = { "who answers at port 8083": answers, "rules of docker3": rules.value };
    return { value, seen: rules.value.length ? rules.seen : led.seen };
  },
  expect: {
    "who answers at port 8083": nobody,
    "rules of docker3": where("none", (all: string[]) => all.length === 0),
  },
  brokenBy: "iptables -t nat -A PREROUTING -p tcp --dport 8083 -j DNAT --to-destination 172.17.0.4:80",
});

const unleased = check("leases", {
  points: 1,
  read: (nodes) => {
    const isAdded = [nodes.docker1, nodes.docker2].some((node) =>
      node.addresses("eth0").value.some(({ family }) => family === "inet"),
    );
    if (!isAdded) throw new Unjudged([the("address-docker1"), the("address-docker2")]);
    const { value, seen } = leases(nodes.host);
    const isUsed = userOf(nodes);
    const own = added in nodes ? addressesOf([nodes[added]]) : [];
    const isLeased = ({ address, id }: Lease) => (id === added ? own.includes(address) : isUsed(address));
    return { value: value.map((lease) => ({ ...lease, "in use": isLeased(lease) })), seen };
  },
  expect: where("no lease of docker3, or of an address that nobody has", (all: { "in use": boolean }[]) =>
    all.every((lease) => lease["in use"]),
  ),
  brokenBy: "mkdir -p /var/lib/cni/networks/docker; echo docker3 > /var/lib/cni/networks/docker/172.17.0.4",
});

export default [...bridged, answers, ...waysOut, ...published, unplugged, unpublished, unleased];

/** Which checks judge which task. */
export const tasks = {
  "task-docker1": [
    "bridge",
    "bridge-address",
    "pair-docker1",
    "address-docker1",
    "route-docker1",
    "host-docker1",
    "ports-bare",
  ],
  "task-docker2": [
    "pair-docker2",
    "address-docker2",
    "addresses-distinct",
    "route-docker2",
    "docker1-docker2",
    "host-docker2",
  ],
  "task-way-out": ["way-out-docker1", "way-out-docker2"],
  "task-publish": ["web", "published-outside", "published-docker2", "published-host", "published-localhost"],
  "task-docker3": ["unplugged-docker3", "unpublished-docker3", "leases"],
};
