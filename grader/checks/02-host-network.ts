// What must be true of lab 02. Titles and hints: docs/<language>/02-host-network.md, by id.

import { http, portState } from "../../harness/probe/tcp.ts";
import { check, type Nodes } from "../vocabulary/check.ts";
import { where } from "../vocabulary/matches.ts";

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
});

const answers = check("answers-host", {
  needs: [listens],
  points: 1,
  read: ({ host }) => http(host, "http://127.0.0.1"),
  expect: { status: 200 },
  brokenBy: "iptables -A INPUT -p tcp --dport 80 -j REJECT",
});

const taken = check("port-taken", {
  needs: [listens],
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
  const elsewhere = (nodes: Nodes) => [nodes.host, ...(other in nodes ? [nodes[other]] : [])];
  const own = check(`own-stack-${name}`, {
    points: 1,
    read: (nodes) => {
      const shared = elsewhere(nodes).filter(({ inode }) => inode === nodes[name].inode);
      return {
        value: shared.length ? `shared with ${shared.map((node) => node.name)}` : "its own",
        seen: `ip netns exec ${name} readlink /proc/self/ns/net`,
      };
    },
    expect: "its own",
    brokenBy: `ip netns del ${name}`,
  });
  const ownAddress = check(`address-${name}`, {
    needs: [own],
    points: 1,
    read: (nodes) => {
      const { value, seen } = nodes[name].addresses();
      const others = elsewhere(nodes).filter((node) => node.addresses().value.some(({ local }) => local === address));
      return { value: { [name]: value.map(({ local }) => local), "the same address on": others }, seen };
    },
    expect: { [name]: [address], "the same address on": where("no other stack", (all: unknown[]) => all.length === 0) },
    brokenBy: `ip -n ${name} address del ${address}/32 dev lo`,
  });
  const answers = check(`answers-${name}`, {
    needs: [ownAddress],
    points: 1,
    read: async (nodes) => {
      const [loopback, at] = await Promise.all([
        http(nodes[name], "http://127.0.0.1"),
        http(nodes[name], `http://${address}`),
      ]);
      return {
        value: { "127.0.0.1": loopback.value, [address]: at.value },
        seen: loopback.value.status === 200 ? at.seen : loopback.seen,
      };
    },
    expect: { "127.0.0.1": { status: 200 }, [address]: { status: 200 } },
    brokenBy: stop(name),
  });
  return [own, ownAddress, answers];
});

export default [listens, answers, taken, ...webs];
