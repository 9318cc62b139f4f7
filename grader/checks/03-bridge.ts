// What must be true of lab 03, whoever built it. Titles and hints: docs/<language>/03-bridge.md, by id.

import { type Claims, claimsOn } from "../../harness/probe/claims.ts";
import { cable, pluggedIn } from "../vocabulary/cable.ts";
import { type Check, check, Unjudged } from "../vocabulary/check.ts";
import { joined } from "../vocabulary/further.ts";
import { lasting } from "../vocabulary/lasting.ts";
import { where } from "../vocabulary/matches.ts";
import { bothWays, reach } from "../vocabulary/reach.ts";

const gateway = "172.17.0.1";
const containers = [
  { name: "docker1", address: "172.17.0.2" },
  { name: "docker2", address: "172.17.0.3" },
] as const;

const bridge = check("bridge", {
  points: 1,
  read: ({ host }) => host.link("docker0"),
  expect: { linkinfo: { info_kind: "bridge" }, flags: ["UP"] },
  brokenBy: "ip link set docker0 down",
  breaksToo: ["docker1-docker2", "host-docker1", "host-docker2"],
});

const bridgeAddress = check("bridge-address", {
  points: 1,
  read: ({ host }) => lasting(host.addresses("docker0")),
  expect: [{ family: "inet", local: gateway, prefixlen: 16 }],
  brokenBy: "ip address del 172.17.0.1/16 dev docker0",
  breaksToo: ["host-docker1", "host-docker2"],
});

const pairs = containers.map(({ name }) =>
  check(`pair-${name}`, {
    points: 2,
    read: cable(name),
    expect: pluggedIn,
    brokenBy: `ip link set $(bridge link | awk -F'[ @:]+' '{print $2}' | ${name === "docker1" ? "head" : "tail"} -n 1) nomaster`,
    breaksToo: ["docker1-docker2", `host-${name}`],
  }),
);

const addresses = containers.map(({ name, address }) =>
  check(`address-${name}`, {
    points: 1,
    read: (nodes) => lasting(nodes[name].addresses("eth0")),
    expect: [{ family: "inet", local: address, prefixlen: 16 }],
    brokenBy: `ip -n ${name} address flush dev eth0; ip -n ${name} address add ${address}/24 dev eth0; ip -n ${name} route add default via ${gateway}`,
  }),
);

const distinct = check("addresses-distinct", {
  points: 1,
  read: async ({ host }, field) => {
    const claims = await claimsOn(field, host, "docker0");
    if (Object.keys(claims.value).length < 2) throw new Unjudged([bridge, bridgeAddress, ...pairs, ...addresses]);
    return claims;
  },
  expect: where("no address twice", (all: Claims) => Object.values(all).every((owners) => owners.length === 1)),
  brokenBy: "for node in docker1 docker2; do ip -n $node address add 172.17.0.99/16 dev eth0; done",
});

const routes = containers.map(({ name }) =>
  check(`route-${name}`, {
    points: 1,
    read: (nodes) => nodes[name].routeTo("default"),
    expect: { gateway, dev: "eth0" },
    brokenBy: `ip -n ${name} route del default`,
  }),
);

const talk = check("docker1-docker2", {
  points: 2,
  read: reach("docker1", "172.17.0.2", "docker2", "172.17.0.3", "ping, TCP and UDP at every port"),
  expect: bothWays("docker1", "docker2"),
  brokenBy: "ip netns exec docker2 iptables -A INPUT -s 172.17.0.2 -j DROP",
});

const hostTalk = containers.map(({ name, address }) =>
  check(`host-${name}`, {
    points: 1,
    read: reach("host", gateway, name, address, "ping, TCP and UDP at every port"),
    expect: bothWays("host", name),
    brokenBy: `iptables -A INPUT -s ${address} -j DROP`,
  }),
);

const bare = check("ports-bare", {
  points: 1,
  read: ({ host }) => {
    const ports = host.ports("docker0").value ?? [];
    if (ports.length === 0) throw new Unjudged([bridge, ...pairs]);
    const of = new Map(
      host.addresses().value.flatMap(({ family, ifname, local }) => (family === "inet" ? [[ifname, local]] : [])),
    );
    const value = Object.fromEntries(ports.map(({ ifname }) => [ifname, of.get(ifname) ?? "no IPv4 address"]));
    return { value, seen: "ip -br -4 address" };
  },
  expect: where("no IPv4 address on any port of docker0", (all: Record<string, string>) =>
    Object.values(all).every((address) => address === "no IPv4 address"),
  ),
  brokenBy: "ip address add 192.0.2.1/24 dev $(bridge link | awk -F'[ @:]+' '{print $2}' | head -n 1)",
});

export default [bridge, bridgeAddress, ...pairs, ...addresses, distinct, ...routes, talk, ...hostTalk, bare];

/** A student has one container more, or two; for 2 points in all. */
export const further = (all: number): Check[] =>
  (
    [
      { name: "docker3", address: "172.17.0.4" },
      { name: "docker4", address: "172.17.0.5" },
    ] as const
  )
    .slice(0, all)
    .map(({ name, address }) =>
      check(`joined-${name}`, {
        points: 2 / all,
        ...joined(name, address, gateway, "ping, TCP and UDP at every port"),
        brokenBy: `ip -n ${name} address flush dev eth0; ip -n ${name} address add ${address}/24 dev eth0`,
      }),
    );

/** Which checks judge which task. */
export const tasks = {
  "task-bridge": ["bridge", "bridge-address"],
  "task-docker1": ["pair-docker1", "address-docker1", "ports-bare"],
  "task-docker2": ["pair-docker2", "address-docker2", "addresses-distinct"],
  "task-routes": ["route-docker1", "route-docker2"],
  "task-ping": ["docker1-docker2", "host-docker1", "host-docker2"],
  "further-1": ["joined-docker3"],
  "further-2": ["joined-docker4"],
};
