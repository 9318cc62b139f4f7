// What must be true of lab 02. Titles and hints: docs/<language>/02-host-network.md, by id.

import type { KernelNode } from "../../harness/kernel/node.ts";
import { http } from "../../harness/probe/http.ts";
import { portState } from "../../harness/probe/port-state.ts";
import { openNameless } from "../../harness/world/nameless.ts";
import { check, type Nodes } from "../vocabulary/check.ts";
import { lasting } from "../vocabulary/lasting.ts";
import { unconnected } from "../vocabulary/lost.ts";
import { matches, where } from "../vocabulary/matches.ts";

const webPort = 80;

/** Ends the nginx with this pid file, and waits until it is gone: its port is free then. */
const stop = (name: string) => `pid=$(cat /run/${name}.pid); kill $pid; while kill -0 $pid 2>/dev/null; do :; done`;

const listens = check("nginx-host", {
  points: 2,
  read: ({ host }) => {
    const { value, seen } = host.listening();
    return { value: value.filter(({ netid, port }) => netid === "tcp" && port === webPort), seen };
  },
  expect: [{ state: "LISTEN", port: webPort }],
  brokenBy: stop("nginx-host"),
  breaksToo: ["answers-host", "port-taken"],
});

/** Answered by the node's own server, not by another one that the question was led to. */
const answered = (name: string) => ({ status: 200, server: `${name} port ${webPort}` });

const answers = check("answers-host", {
  points: 1,
  read: async ({ host }, field) => {
    const server = { node: host, port: webPort };
    const fact = await http(field, host, "http://127.0.0.1", server);
    return { ...fact, ...unconnected(fact.value, host, "127.0.0.1", server) };
  },
  expect: answered("host"),
  brokenBy: "iptables -A INPUT -p tcp --dport 80 -j REJECT",
});

const taken = check("port-taken", {
  points: 1,
  read: ({ host }) => portState(host, webPort),
  expect: "Address already in use",
  // it listens, but leaves every IPv4 address free: nobody can ask it at 127.0.0.1 either
  brokenBy: `${stop("nginx-host")}; sed 's/listen 80/listen [::]:80 ipv6only=on/' /run/web.conf > /run/v6.conf; nginx -c /run/v6.conf`,
  breaksToo: ["answers-host"],
});

const containers = [
  { name: "web1", other: "web2", address: "192.0.2.1" },
  { name: "web2", other: "web1", address: "192.0.2.2" },
] as const;

const webs = containers.flatMap(({ name, other, address }) => {
  const own = check(`own-stack-${name}`, {
    points: 1,
    read: (nodes) => {
      const others = [nodes.host, ...(other in nodes ? [nodes[other]] : [])];
      const shared = others.filter(({ inode }) => inode === nodes[name].inode);
      return {
        value: shared.length ? `shared with ${shared.map((node) => node.name)}` : "its own",
        seen: `ip netns exec ${name} readlink /proc/self/ns/net`,
      };
    },
    expect: "its own",
    brokenBy: `ip netns del ${name}`,
    breaksToo: [`address-${name}`, `answers-${name}`],
  });
  const ownAddress = check(`address-${name}`, {
    points: 1,
    read: (nodes) => {
      const { value, seen } = lasting(nodes[name].addresses());
      const others = othersWith(address, nodes, name);
      return { value: { [name]: value.map(({ local }) => local), "the same address on": others }, seen };
    },
    expect: { [name]: [address], "the same address on": where("no other stack", (all: unknown[]) => all.length === 0) },
    brokenBy: `ip -n ${name} address del ${address}/32 dev lo`,
    breaksToo: [`answers-${name}`],
  });
  const answers = check(`answers-${name}`, {
    points: 1,
    read: async (nodes, field) => {
      const server = { node: nodes[name], port: webPort };
      const [loopback, at] = await Promise.all([
        http(field, server.node, "http://127.0.0.1", server),
        http(field, server.node, `http://${address}`, server),
      ]);
      return {
        value: { "127.0.0.1": loopback.value, [address]: at.value },
        seen: matches(loopback.value, answered(name)) ? at.seen : loopback.seen,
        ...unconnected(at.value, server.node, address, server),
        ...unconnected(loopback.value, server.node, "127.0.0.1", server),
      };
    },
    expect: { "127.0.0.1": answered(name), [address]: answered(name) },
    brokenBy: stop(name),
  });
  return [own, ownAddress, answers];
});

/** The names of all other stacks that have the address, or take it for theirs, also of those that `ip netns` does not know. */
function othersWith(address: string, nodes: Nodes, name: "web1" | "web2"): string[] {
  const known = Object.values(nodes);
  const nameless = openNameless(nodes.host, known, { evenAlone: true });
  const others = [...known, ...nameless].filter(({ inode }) => inode !== nodes[name].inode);
  const having = others.filter(
    (node) => node.addresses().value.some(({ local }) => local === address) || takesForItsOwn(node, address),
  );
  for (const node of nameless) node.close();
  return having.map((node) => node.name);
}

/** Because somebody said so: for another address with a shorter prefix on `lo` the kernel adds such a route by itself. */
function takesForItsOwn(node: KernelNode, address: string): boolean {
  const route = node.routeTaken(address);
  return route?.type === "local" && route.protocol !== "kernel";
}

export default [listens, answers, taken, ...webs];

/** Which checks judge which task. */
export const tasks = {
  "task-nginx-host": ["nginx-host", "answers-host"],
  "task-port-taken": ["port-taken"],
  "task-web1": ["own-stack-web1", "address-web1", "answers-web1"],
  "task-web2": ["own-stack-web2", "address-web2", "answers-web2"],
};
