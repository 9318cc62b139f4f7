// What must be true of lab 08, by plugins or by hand. Titles and hints: docs/<language>/08-cni.md, by id.

import { leases } from "../../harness/cni/leases.ts";
import { answering } from "../../harness/probe/answering.ts";
import { http } from "../../harness/probe/http.ts";
import { reaches } from "../../harness/probe/reach.ts";
import { openNameless } from "../../harness/world/nameless.ts";
import { type Check, check, type NodeName } from "../vocabulary/check.ts";
import { lostLeg } from "../vocabulary/lost.ts";
import { where } from "../vocabulary/matches.ts";
import { bothWays, reach } from "../vocabulary/reach.ts";
import lab03 from "./03-bridge.ts"; // the same network, so the same must be true of it

// by ping alone: here the tasks ask for published ports, and a firewall may be for the others
const byPing = [
  ["docker1-docker2", "docker1", "172.17.0.2", "docker2", "172.17.0.3"],
  ["host-docker1", "host", "172.17.0.1", "docker1", "172.17.0.2"],
  ["host-docker2", "host", "172.17.0.1", "docker2", "172.17.0.3"],
] as const;
const bridged = lab03.map((known): Check => {
  const pair = byPing.find(([id]) => id === known.id);
  if (!pair) return known;
  const [, one, oneAddress, other, otherAddress] = pair;
  return { ...known, read: reach(one, oneAddress, other, otherAddress, "ping"), expect: bothWays(one, other, "ping") };
});

const the = (id: string) => bridged.find((known) => known.id === id)!;

// of the web server that is given, and of no other that says the same
const answer = { status: 200, body: "docker1", server: "docker1 port 80" };

const webAsked =
  (name: NodeName, url: string): Check["read"] =>
  (nodes, field) =>
    http(field, nodes[name], url, { node: nodes.docker1, port: 80 });

const answers = check("web", {
  needs: [the("host-docker1"), the("address-docker1"), the("addresses-distinct")],
  points: 1,
  read: webAsked("host", "http://172.17.0.2"),
  expect: answer,
  brokenBy: "pid=$(cat /run/web.pid); kill $pid; while kill -0 $pid 2>/dev/null; do :; done",
});

const waysOut = (
  [
    ["docker1", "172.17.0.2"],
    ["docker2", "172.17.0.3"],
  ] as const
).map(([name, address]) =>
  check(`way-out-${name}`, {
    needs: [the(`route-${name}`), the(`host-${name}`), the("addresses-distinct")],
    points: 1,
    read: async (nodes, field) => {
      const way = { from: nodes[name], to: nodes.outside, address: "203.0.113.2" };
      const fact = await reaches(field, way);
      return { ...fact, lost: { ...way, ...lostLeg(fact.value) } };
    },
    expect: { request: "arrived", reply: "arrived" },
    brokenBy: `iptables -I FORWARD -p icmp -i docker0 -s ${address} -j DROP`,
  }),
);

const published = [
  check("published-outside", {
    needs: [answers, the("route-docker1")],
    points: 2,
    read: webAsked("outside", "http://203.0.113.1:8080"),
    expect: answer,
    brokenBy: "iptables -I FORWARD -p tcp -s 203.0.113.2 -j DROP",
  }),
  check("published-docker2", {
    needs: [answers, the("host-docker2")],
    points: 1,
    read: webAsked("docker2", "http://172.17.0.1:8080"),
    expect: answer,
    brokenBy: "iptables -t nat -I PREROUTING -p tcp -s 172.17.0.3 --dport 8080 -j ACCEPT",
  }),
  check("published-host", {
    needs: [answers],
    points: 1,
    read: webAsked("host", "http://172.17.0.1:8080"),
    expect: answer,
    brokenBy: "iptables -t nat -I OUTPUT -p tcp -d 172.17.0.1 --dport 8080 -j ACCEPT",
  }),
  check("published-localhost", {
    needs: [answers],
    points: 1,
    read: webAsked("host", "http://127.0.0.1:8080"),
    expect: answer,
    brokenBy: "sysctl -w net.ipv4.conf.docker0.route_localnet=0",
  }),
];

const unplugged = check("unplugged-docker3", {
  needs: [the("docker1-docker2")],
  points: 1,
  read: (nodes, field) => {
    const docker3 = "docker3" in nodes ? nodes.docker3 : undefined; // gone as a whole: that is right too
    const links = docker3?.links().value.map(({ ifname }) => ifname) ?? [];
    const cables = links.filter((ifname) => docker3 && field.farEnd(docker3, ifname)?.node === nodes.host);
    return { value: cables.length ? cables : "no cable", seen: "ip -n docker3 link" };
  },
  expect: "no cable",
  brokenBy: "ip netns add docker3; ip link add left3 type veth peer name eth0 netns docker3",
});

const unpublished = check("unpublished-docker3", {
  needs: [published[0]!], // the control: from there, a published port can be seen
  points: 1,
  read: ({ outside }) => answering(outside, "203.0.113.1", 8083),
  expect: "nobody",
  brokenBy: "iptables -t nat -A PREROUTING -p tcp --dport 8083 -j DNAT --to-destination 172.17.0.4:80",
});

const unleased = check("leases", {
  needs: [the("address-docker1"), the("address-docker2")],
  points: 1,
  read: (nodes) => {
    const nameless = openNameless(nodes.host, Object.values(nodes)); // a container that nobody gave a name
    const all = [...Object.values(nodes), ...nameless];
    const used = all.flatMap((node) => node.addresses().value.map(({ local }) => local));
    for (const node of nameless) node.close();
    const { value, seen } = leases(nodes.host);
    return { value: value.map((address) => ({ address, "in use": used.includes(address) })), seen };
  },
  expect: where("no lease of an address that nobody has", (all: { "in use": boolean }[]) =>
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
