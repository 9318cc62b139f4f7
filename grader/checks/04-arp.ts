// What must be true of lab 04, whoever built it. Titles and hints: docs/<language>/04-arp.md, by id.

import type { KernelNode } from "../../harness/kernel/node.ts";
import { acquainted } from "../../harness/probe/acquainted.ts";
import { whoHas } from "../../harness/probe/arp.ts";
import type { Field, Spot } from "../../harness/probe/field.ts";
import { type Taught, taught } from "../../harness/probe/learning.ts";
import { overheard } from "../../harness/probe/overheard.ts";
import { reaches } from "../../harness/probe/reach.ts";
import { cable, hostEndOf, pluggedIn } from "../vocabulary/cable.ts";
import { check, type Nodes, Unjudged } from "../vocabulary/check.ts";
import { lasting } from "../vocabulary/lasting.ts";
import { where } from "../vocabulary/matches.ts";
import { bothWays, reach } from "../vocabulary/reach.ts";

const containers = [
  { name: "docker1", address: "172.17.0.2" },
  { name: "docker2", address: "172.17.0.3" },
  { name: "docker3", address: "172.17.0.4" },
] as const;
const [one, two, three] = containers;

const macOf = (node: KernelNode) => node.link("eth0").value?.address;

const pairs = containers.map(({ name }) =>
  check(`pair-${name}`, {
    points: 1,
    read: cable(name),
    expect: pluggedIn,
    brokenBy: `ip link set ${name.replace("docker", "veth")} nomaster`,
    breaksToo: [
      "request-flooded",
      "fdb",
      ...(name === three.name ? [] : ["docker1-docker2", "reply-unicast", "neighbours"]),
    ],
    blocks: ["unicast-quiet"],
  }),
);

const addresses = containers.map(({ name, address }) =>
  check(`address-${name}`, {
    points: 1,
    read: (nodes) => lasting(nodes[name].addresses("eth0")),
    expect: [{ family: "inet", local: address, prefixlen: 16 }],
    brokenBy: `ip -n ${name} address flush dev eth0; ip -n ${name} address add ${address}/24 dev eth0`,
  }),
);

const talk = check("docker1-docker2", {
  points: 1,
  read: reach(one.name, one.address, two.name, two.address, "ping"),
  expect: bothWays(one.name, two.name, "ping"),
  brokenBy: "ip netns exec docker2 iptables -A INPUT -s 172.17.0.2 -j DROP",
});

/** The container's end of its cable, with the address that it has there, if not the one that it should have. */
function spotOf(field: Field, nodes: Nodes, container: (typeof containers)[number]): Spot | undefined {
  const node = nodes[container.name];
  const own = field.spots().filter((spot) => spot.node.inode === node.inode && spot.ifname === "eth0");
  return own.find(({ address }) => address === container.address) ?? own[0];
}

const ask = (nodes: Nodes, field: Field) => {
  const from = spotOf(field, nodes, one);
  if (!from) throw new Unjudged([pairs[0]!, addresses[0]!]);
  return whoHas(field, from, two.address, [nodes.docker2, nodes.docker3]);
};

const flooded = check("request-flooded", {
  points: 2,
  read: ask,
  expect: { request: ["docker2", "docker3"] },
  brokenBy: "bridge link set dev veth3 bcast_flood off",
});

const unicast = check("reply-unicast", {
  points: 2,
  read: async (nodes, field) => {
    const { value, seen } = await ask(nodes, field);
    return { value: { ...value, "MAC of docker2": macOf(nodes.docker2) }, seen };
  },
  expect: where(
    "one answer, docker2's, that comes in at docker1 alone",
    (asked: { reply: string[]; answers: string[]; "MAC of docker2": string }) =>
      asked.reply.join() === "docker1" && asked.answers.join() === asked["MAC of docker2"],
  ),
  brokenBy: "ip link set docker0 type bridge ageing_time 0",
  breaksToo: ["fdb", "unicast-quiet"],
});

const fdb = check("fdb", {
  points: 2,
  read: async (nodes, field) => {
    const spots = containers.map((container) => spotOf(field, nodes, container));
    const known = spots.filter((spot) => spot !== undefined);
    const { value, seen } = await taught(field, nodes.host, "docker0", known);
    return {
      value: containers.map(({ name }, at) => ({
        container: name,
        port: hostEndOf(name, nodes).link?.ifname ?? "none",
        ...(value[known.indexOf(spots[at]!)] ?? { mac: macOf(nodes[name]) }),
      })),
      seen,
    };
  },
  expect: where("each container's MAC address learnt behind its own port", (all: ({ port: string } & Taught)[]) =>
    all.every(
      (entry) => entry.port === entry["behind, by the FDB"] && entry.port === entry["a new MAC address from there"],
    ),
  ),
  brokenBy: "bridge link set dev veth3 learning off; bridge fdb flush dev veth3 master",
});

// docker1 and docker2 talk; docker3 must hear nothing of it, though it does hear what is for everybody, or for it (the control).
const quiet = check("unicast-quiet", {
  points: 2,
  read: async (nodes, field) => {
    const [first, second] = [spotOf(field, nodes, one), spotOf(field, nodes, two)];
    if (!first || !second) throw new Unjudged([...pairs, ...addresses]);
    const { value: ping } = await reaches(field, { from: first.node, to: second.node, address: second.address });
    const third = { node: nodes.docker3, mac: macOf(nodes.docker3) };
    const { value, seen } = await overheard(field, first, second, third, ping.reply !== "arrived");
    if (!value.hearsOthers) throw new Unjudged([pairs[2]!, flooded]);
    if (!value.areCarried && !value.frames) throw new Unjudged([talk]);
    return { value: value.frames ? `heard ${value.frames} of their frames` : "heard nothing", seen };
  },
  expect: "heard nothing",
  brokenBy: "bridge link set dev veth2 learning off; bridge fdb flush dev veth2 master",
  breaksToo: ["fdb"],
});

const neighbours = check("neighbours", {
  points: 2,
  read: async ({ docker1, docker2 }, field) => {
    const { value, seen } = await acquainted(field, { from: docker1, to: docker2, address: two.address }, one.address);
    return { value: { ...value, "docker1 is": macOf(docker1), "docker2 is": macOf(docker2) }, seen };
  },
  expect: where(
    "each knows the other's MAC address",
    (all: { there?: string; back?: string; "docker1 is": string; "docker2 is": string }) =>
      Boolean(all.there && all.back) && all.there === all["docker2 is"] && all.back === all["docker1 is"],
  ),
  brokenBy: "ip -n docker1 neigh replace 172.17.0.3 lladdr ff:ff:ff:ff:ff:ff dev eth0",
  breaksToo: ["unicast-quiet"],
});

export default [...pairs, ...addresses, talk, flooded, unicast, fdb, quiet, neighbours];

/** Which checks judge which task. */
export const tasks = {
  "task-plug-in": [
    "pair-docker1",
    "pair-docker2",
    "pair-docker3",
    "address-docker1",
    "address-docker2",
    "address-docker3",
  ],
  "task-ping": ["docker1-docker2"],
  "task-flood": ["request-flooded", "reply-unicast"],
  "task-learn": ["fdb", "unicast-quiet", "neighbours"],
};
