// What must be true of lab 06. Titles and hints: docs/<language>/06-trace.md, by id.

import type { Fact } from "../../harness/kernel/facts.ts";
import { type Extent, fromTheFirstTableOn, type TracedPing, traced } from "../../harness/probe/trace.ts";
import { type Check, check, type Nodes } from "../vocabulary/check.ts";
import { bothWays, reach } from "../vocabulary/reach.ts";

const addresses = { gateway: "172.17.0.1", docker1: "172.17.0.2", docker2: "172.17.0.3", outside: "203.0.113.2" };

const hostTalk = (["docker1", "docker2"] as const).map((name) =>
  check(`host-${name}`, {
    points: 1,
    read: reach("host", addresses.gateway, name, addresses[name], "ping"),
    expect: bothWays("host", name, "ping"),
    brokenBy: `ip -n ${name} link set eth0 down`,
    breaksToo: ["docker1-docker2", ...(name === "docker1" ? ["forwarding"] : [])],
  }),
);

const talk = check("docker1-docker2", {
  points: 1,
  read: reach("docker1", addresses.docker1, "docker2", addresses.docker2, "ping"),
  expect: bothWays("docker1", "docker2", "ping"),
  brokenBy: "bridge link set dev veth1 isolated on; bridge link set dev veth2 isolated on",
});

const forwarding = check("forwarding", {
  points: 1,
  read: reach("docker1", addresses.docker1, "outside", addresses.outside, "ping"),
  expect: bothWays("docker1", "outside", "ping"),
  brokenBy: "sysctl -w net.ipv4.ip_forward=0",
});

/** Pings between the host and both containers, in both directions: what arrives at the host and what it sends. */
const local = (nodes: Nodes): Promise<Fact<Record<string, { request: Extent; reply: Extent }>>> => {
  const { host, docker1, docker2 } = nodes as Required<Nodes>;
  const toHost = { to: host, address: addresses.gateway, request: "PREROUTING", reply: "OUTPUT" } as const;
  const fromHost = { from: host, request: "OUTPUT", reply: "PREROUTING" } as const;
  return traced(host, {
    "docker1 → host": { from: docker1, ...toHost },
    "docker2 → host": { from: docker2, ...toHost },
    "host → docker1": { to: docker1, address: addresses.docker1, ...fromHost },
    "host → docker2": { to: docker2, address: addresses.docker2, ...fromHost },
  } satisfies Record<string, TracedPing>);
};

const prerouting = check("trace-prerouting", {
  needs: hostTalk,
  points: 2,
  read: local,
  expect: {
    "docker1 → host": { request: fromTheFirstTableOn },
    "docker2 → host": { request: fromTheFirstTableOn },
    "host → docker1": { reply: fromTheFirstTableOn },
    "host → docker2": { reply: fromTheFirstTableOn },
  },
  brokenBy: "iptables -t raw -D PREROUTING -p icmp -j TRACE",
});

const output = check("trace-output", {
  needs: hostTalk,
  points: 2,
  read: local,
  expect: {
    "docker1 → host": { reply: fromTheFirstTableOn },
    "docker2 → host": { reply: fromTheFirstTableOn },
    "host → docker1": { request: fromTheFirstTableOn },
    "host → docker2": { request: fromTheFirstTableOn },
  },
  brokenBy: "iptables -t raw -D OUTPUT -p icmp -j TRACE",
});

const forwarded = check("trace-forwarded", {
  needs: [prerouting, forwarding],
  points: 2,
  read: ({ host, docker1, outside }) =>
    traced(host, {
      "docker1 → outside": {
        from: docker1,
        to: outside,
        address: addresses.outside,
        request: "PREROUTING",
        reply: "PREROUTING",
      },
    }),
  expect: { "docker1 → outside": { request: fromTheFirstTableOn, reply: fromTheFirstTableOn } },
  brokenBy: "iptables -t raw -F PREROUTING; iptables -t raw -A PREROUTING -i docker0 -p icmp -j TRACE",
});

export default [...hostTalk, talk, forwarding, prerouting, output, forwarded];

/** A student has a task more, in a container whose name is the student's own: the rules of the host are everybody's. */
export const further = (all: number): Check[] =>
  ["docker2"].slice(0, all).map((name) =>
    check(`trace-${name}`, {
      needs: [talk],
      points: 2,
      read: ({ docker1, docker2 }) =>
        traced(docker2, {
          "docker1 → docker2": {
            from: docker1,
            to: docker2,
            address: addresses.docker2,
            request: "PREROUTING",
            reply: "OUTPUT",
          },
        }),
      expect: { "docker1 → docker2": { request: fromTheFirstTableOn } },
      brokenBy: "ip netns exec docker2 iptables -t raw -F PREROUTING",
    }),
  );

/** Which checks judge which task. */
export const tasks = {
  "task-network": ["host-docker1", "host-docker2", "docker1-docker2", "forwarding"],
  "task-prerouting": ["trace-prerouting", "trace-forwarded"],
  "task-output": ["trace-output"],
  "further-1": ["trace-docker2"],
};
