// What must be true of lab 06. Titles and hints: docs/<language>/06-trace.md, by id.

import type { Fact } from "../../harness/kernel/facts.ts";
import type { Field } from "../../harness/probe/field.ts";
import {
  type Extent,
  type Extents,
  everyIcmp,
  fromTheFirstTableOn,
  limited,
  notSeen,
  pings,
  type TracedWay,
  traced,
} from "../../harness/probe/trace.ts";
import { type Check, check, type Nodes, Unjudged } from "../vocabulary/check.ts";
import { where } from "../vocabulary/matches.ts";
import { bothWays, oneWay, reach, reachFrom } from "../vocabulary/reach.ts";

const addresses = {
  gateway: "172.17.0.1",
  docker1: "172.17.0.2",
  docker2: "172.17.0.3",
  toOutside: "203.0.113.1",
  outside: "203.0.113.2",
};

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
  read: reachFrom("docker1", addresses.docker1, "outside", addresses.outside, "ping"),
  expect: oneWay("docker1", "outside", "ping"),
  brokenBy: "sysctl -w net.ipv4.ip_forward=0",
});

const nobodys = "198.18.0.77"; // RFC 2544: for tests, and no student's
const allHosts = "224.0.0.1"; // RFC 1112: everybody on the link
const loopback = "127.0.0.1";
const [arriving, leaving] = ["PREROUTING", "OUTPUT"] as const;

/** ICMP packets of every sort between the host and both containers, in both directions: what arrives at the host and what it sends. */
const local = async ({ host, docker1, docker2 }: Nodes, field: Field): Promise<Fact<Extents<string>>> => {
  const { docker1: one, docker2: two, gateway, outside } = addresses;
  const found = await traced(field, host, {
    "docker1 → host": { from: docker1, address: gateway, packets: everyIcmp, request: arriving, reply: leaving },
    "docker2 → host": { from: docker2, address: gateway, packets: pings, request: arriving, reply: leaving },
    "docker1 → nobody": { from: docker1, address: nobodys, packets: pings, request: arriving },
    "docker1 → everybody": { from: docker1, address: allHosts, packets: pings, request: arriving },
    "nobody → host": { from: docker1, address: gateway, packets: [{ source: nobodys }], request: arriving },
    "host → docker1": { from: host, address: one, packets: everyIcmp, request: leaving, reply: arriving },
    "host → docker2": { from: host, address: two, packets: pings, request: leaving, reply: arriving },
    "host → outside": { from: host, address: outside, packets: pings, request: leaving },
    "host → itself": { from: host, address: loopback, packets: pings, request: leaving },
    "host ← itself": { from: host, address: gateway, packets: pings, request: arriving },
  } satisfies Record<string, TracedWay>);
  // where nothing came, neither what arrives nor what is sent can be judged
  if ([found.value["docker1 → host"], found.value["docker2 → host"]].every(({ request }) => request === notSeen))
    throw new Unjudged(hostTalk);
  return found;
};

const isLimited = (extent: Extent | undefined): boolean => extent === limited;

/** What did not come there is another check's. */
const asFarAsSeen = where(fromTheFirstTableOn, (extent: Extent) => [fromTheFirstTableOn, notSeen].includes(extent));

const prerouting = check("trace-prerouting", {
  points: 2,
  read: local,
  expect: {
    "docker1 → host": { request: asFarAsSeen },
    "docker2 → host": { request: asFarAsSeen },
    "docker1 → nobody": { request: asFarAsSeen },
    "docker1 → everybody": { request: asFarAsSeen },
    "nobody → host": { request: asFarAsSeen },
    "host → docker1": { reply: asFarAsSeen },
    "host → docker2": { reply: asFarAsSeen },
    "host ← itself": { request: asFarAsSeen },
  },
  brokenBy:
    "iptables -t raw -D PREROUTING -p icmp -j TRACE; iptables -t raw -A PREROUTING ! -d 172.17.0.1 -p icmp -j TRACE",
});

const output = check("trace-output", {
  points: 2,
  read: local,
  expect: {
    "docker1 → host": { reply: asFarAsSeen },
    "docker2 → host": { reply: asFarAsSeen },
    "host → docker1": { request: asFarAsSeen },
    "host → docker2": { request: asFarAsSeen },
    "host → outside": { request: asFarAsSeen },
    "host → itself": { request: asFarAsSeen },
  },
  brokenBy: "iptables -t raw -D OUTPUT -p icmp -j TRACE",
});

const forwarded = check("trace-forwarded", {
  points: 2,
  read: async (nodes, field) => {
    const { host, docker1, outside } = nodes;
    const here = (await local(nodes, field)).value["docker1 → host"]!.request;
    const found = await traced(field, host, {
      "docker1 → outside": {
        from: docker1,
        address: addresses.outside,
        packets: pings,
        request: arriving,
        reply: arriving,
      },
      "outside → docker1": {
        from: outside,
        address: addresses.docker1,
        packets: everyIcmp,
        request: arriving,
        isBetween: true,
      },
      "outside → host": { from: outside, address: addresses.toOutside, packets: pings, request: arriving },
    });
    const fromThere = [found.value["outside → docker1"], found.value["outside → host"]];
    if (fromThere.every(({ request }) => request === notSeen)) throw new Unjudged([forwarding]);
    // packets of some kind that are not traced anywhere are the other check's, and so is what comes after too many
    const [few] = here?.match(/^\d+ of \d+ /) ?? [];
    const isOthers = (extent = "") => (few !== undefined && extent.startsWith(few)) || [here, extent].every(isLimited);
    const own = (extent: Extent | undefined) => extent && (isOthers(extent) ? fromTheFirstTableOn : extent);
    const value = Object.entries(found.value).map(([name, { request, reply }]) => [
      name,
      { request: own(request), ...(reply && { reply: own(reply) }) },
    ]);
    return { ...found, value: Object.fromEntries(value) };
  },
  expect: {
    "docker1 → outside": { request: asFarAsSeen, reply: asFarAsSeen },
    "outside → docker1": { request: asFarAsSeen },
    "outside → host": { request: asFarAsSeen },
  },
  brokenBy:
    "iptables -t raw -F PREROUTING; iptables -t raw -A PREROUTING -i docker0 -p icmp -j TRACE; iptables -t raw -A PREROUTING -i lo -p icmp -j TRACE",
});

export default [...hostTalk, talk, forwarding, prerouting, output, forwarded];

/** A student has a task more, in a container whose name is the student's own: the rules of the host are everybody's. */
export const further = (all: number): Check[] =>
  ["docker2"].slice(0, all).map((name) =>
    check(`trace-${name}`, {
      needs: [talk],
      points: 2,
      read: ({ docker1, docker2 }, field) =>
        traced(field, docker2, {
          "docker1 → docker2": { from: docker1, address: addresses.docker2, packets: everyIcmp, request: arriving },
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
