// What must be true of lab 04, whoever built it. Titles and hints: docs/<language>/04-arp.md, by id.

import { startCapture } from "../../harness/capture/capture.ts";
import { dissect } from "../../harness/capture/dissect/index.ts";
import type { KernelNode } from "../../harness/kernel/node.ts";
import { whoHas } from "../../harness/probe/arp.ts";
import { ping } from "../../harness/probe/ping.ts";
import { cable, hostEndOf, pluggedIn } from "../vocabulary/cable.ts";
import { bothWays, check, type Nodes, reach } from "../vocabulary/check.ts";
import { where } from "../vocabulary/matches.ts";

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
  }),
);

const addresses = containers.map(({ name, address }, i) =>
  check(`address-${name}`, {
    needs: [pairs[i]!],
    points: 1,
    read: (nodes) => nodes[name].addresses("eth0"),
    expect: [{ family: "inet", local: address, prefixlen: 16 }],
    brokenBy: `ip -n ${name} address flush dev eth0; ip -n ${name} address add ${address}/24 dev eth0`,
  }),
);

const talk = check("docker1-docker2", {
  needs: [addresses[0]!, addresses[1]!],
  points: 1,
  read: reach(one.name, one.address, two.name, two.address),
  expect: bothWays(one.name, two.name),
  brokenBy: "ip netns exec docker2 iptables -A INPUT -s 172.17.0.2 -j DROP",
});

const ask = ({ docker1, docker2, docker3 }: Nodes) => whoHas(docker1, "eth0", two.address, [docker2, docker3]);

const flooded = check("request-flooded", {
  needs: addresses,
  points: 2,
  read: ask,
  expect: { request: ["docker2", "docker3"] },
  brokenBy: "bridge link set dev veth3 bcast_flood off",
});

const unicast = check("reply-unicast", {
  needs: [flooded],
  points: 2,
  read: async (nodes) => {
    const { value, seen } = await ask(nodes);
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
  needs: [talk, ...addresses],
  points: 2,
  read: async (nodes) => {
    const { docker1, docker2, docker3 } = nodes;
    await Promise.all([ping(docker1, docker2, two.address), ping(docker3, docker1, one.address)]);
    const { value: entries, seen } = nodes.host.fdb("docker0");
    const value = containers.map(({ name }) => {
      const mac = macOf(nodes[name]);
      const port = hostEndOf(name, nodes).link?.ifname;
      return {
        container: name,
        mac,
        port,
        "behind, by the FDB": entries?.find((e) => e.mac === mac)?.ifname ?? "unknown",
      };
    });
    return { value, seen };
  },
  expect: where("each container's MAC address behind its own port", (all: Record<string, string>[]) =>
    all.every((entry) => entry.port === entry["behind, by the FDB"]),
  ),
  brokenBy: "bridge link set dev veth3 learning off; bridge fdb flush dev veth3 master",
});

// docker1 and docker2 talk; docker3 must hear nothing of it, though it does hear what is for everybody (the control).
const quiet = check("unicast-quiet", {
  needs: [talk, flooded],
  points: 2,
  read: async ({ docker1, docker2, docker3 }) => {
    await ping(docker1, docker2, two.address); // afterwards the bridge has had a chance to learn both
    const capture = startCapture([docker3]);
    try {
      const { seen } = await ping(docker1, docker2, two.address);
      const control = await whoHas(docker1, "eth0", two.address, [docker3]);
      if (!control.value.request.includes(three.name))
        throw new Error("Cannot listen in docker3: it hears no broadcast");
      const frames = capture.sightings().map(({ bytes }) => dissect(bytes));
      const heard = frames.filter(({ icmp, ip }) => icmp && ip?.src !== three.address && ip?.dst !== three.address);
      if (capture.lost()) throw new Error("Cannot tell what docker3 heard: the capture lost frames");
      return { value: heard.length ? `heard ${heard.length} of their frames` : "heard nothing", seen };
    } finally {
      capture.close();
    }
  },
  expect: "heard nothing",
  brokenBy: "bridge link set dev veth2 learning off; bridge fdb flush dev veth2 master",
  breaksToo: ["fdb"],
});

const neighbours = check("neighbours", {
  needs: [talk],
  points: 2,
  read: async (nodes) => {
    const [first, second] = [nodes.docker1, nodes.docker2];
    await ping(first, second, two.address);
    const entry = (of: KernelNode, address: string) => of.neighbours("eth0").value.find(({ dst }) => dst === address);
    return {
      value: {
        "docker1 knows docker2 as": entry(first, two.address)?.lladdr,
        "docker2 is": macOf(second),
        "docker2 knows docker1 as": entry(second, one.address)?.lladdr,
        "docker1 is": macOf(first),
      },
      seen: first.neighbours("eth0").seen,
    };
  },
  expect: where(
    "each knows the other's MAC address",
    (all: Record<string, string>) =>
      all["docker1 knows docker2 as"] === all["docker2 is"] && all["docker2 knows docker1 as"] === all["docker1 is"],
  ),
  brokenBy: "ip -n docker1 neigh replace 172.17.0.3 lladdr ff:ff:ff:ff:ff:ff dev eth0",
  breaksToo: ["unicast-quiet"],
});

export default [...pairs, ...addresses, talk, flooded, unicast, fdb, quiet, neighbours];
