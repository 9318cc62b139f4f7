// What must be true of one machine's half of lab 07. Of the other machine only its answers are seen. The words are lab 07's.

import { startCapture } from "../../harness/capture/capture.ts";
import { dissect } from "../../harness/capture/dissect/index.ts";
import { Mistake } from "../../harness/ground/error.ts";
import type { Half } from "../../harness/ground/half.ts";
import { isAnswered } from "../../harness/probe/ping.ts";
import { type Check, check, type NodeName, type Nodes, Unjudged } from "../vocabulary/check.ts";
import { forwards } from "../vocabulary/forwarding.ts";
import { lasting } from "../vocabulary/lasting.ts";
import { where } from "../vocabulary/matches.ts";

const halves = {
  host1: {
    n: 1,
    own: { docker1: "172.17.1.2", docker2: "172.17.1.3" },
    far: { docker3: "172.17.2.2", docker4: "172.17.2.3" },
  },
  host2: {
    n: 2,
    own: { docker3: "172.17.2.2", docker4: "172.17.2.3" },
    far: { docker1: "172.17.1.2", docker2: "172.17.1.3" },
  },
} as const;

/** The checks of the half. */
export default ({ as, peer }: Half): Check[] => {
  if (!Object.hasOwn(halves, as))
    throw new Mistake(`Unknown half "${as}"; the halves are: ${Object.keys(halves).join(", ")}`);
  const { n, own, far } = halves[as as keyof typeof halves];
  const subnet = (m: number) => `172.17.${m}.0/24`;
  const pairs = Object.entries(own).flatMap(([from, source]) =>
    Object.entries(far).map(([to, address]) => ({ name: `${from} → ${to}`, from: from as NodeName, source, address })),
  );

  const neighbours = check("neighbours", {
    points: 1,
    read: async ({ host }) => {
      const { value: route, seen } = host.routeTo(peer);
      const answered = await answers(host, peer);
      const gateway = route && "gateway" in route ? (route.gateway ?? "none") : "none";
      return { value: { gateway, [`host → ${peer}`]: answered }, seen };
    },
    expect: { gateway: "none", [`host → ${peer}`]: "answered" },
    brokenBy: `ip route add unreachable ${peer}`,
  });
  const subnets = check("subnets", {
    points: 1,
    read: ({ host }) => lasting(host.addresses("docker0")),
    expect: [{ family: "inet", local: `172.17.${n}.1`, prefixlen: 24 }],
    brokenBy: `ip address del 172.17.${n}.1/24 dev docker0; ip address add 172.17.${3 - n}.1/24 dev docker0`,
    breaksToo: ["across"],
  });
  const forwarding = check(`forwarding-${as}`, {
    points: 1,
    read: ({ host }) => {
      const outer = host.routeTo(peer).value;
      return forwards(host, ["docker0", ...(outer && "dev" in outer && outer.dev ? [outer.dev] : [])]);
    },
    expect: where("what comes in by docker0 and from the other machine is forwarded", (all: Record<string, string>) =>
      Object.values(all).every((setting) => setting === "1"),
    ),
    brokenBy: "sysctl -w net.ipv4.ip_forward=0",
    breaksToo: ["across"],
  });
  const route = check(`route-${as}`, {
    points: 2,
    read: ({ host }) => {
      const ways = pairs.map(({ name, source, address }) => {
        const asForwarded = host.routeTo(address, { from: source, iif: "docker0" });
        // where it would not be forwarded the kernel gives no route: which one it has is told as for the host's own
        const isNone = !asForwarded.value || "error" in asForwarded.value;
        return [name, isNone ? host.routeTo(address) : asForwarded] as const;
      });
      return { value: Object.fromEntries(ways.map(([name, way]) => [name, way.value])), seen: ways[0]![1].seen };
    },
    expect: Object.fromEntries(pairs.map(({ name }) => [name, { gateway: peer }])),
    brokenBy: `ip route del ${subnet(3 - n)}`,
    breaksToo: ["across"],
  });
  const across = check("across", {
    points: 3,
    read: async (nodes) => {
      const found = await Promise.all(pairs.map(({ from, address }) => answers(nodes[from], address)));
      const value = Object.fromEntries(pairs.map(({ name }, i) => [name, found[i]]));
      return { value, seen: `ip netns exec ${pairs[0]!.from} ping -c 1 ${pairs[0]!.address}` };
    },
    expect: Object.fromEntries(pairs.map(({ name }) => [name, "answered"])),
    brokenBy: `iptables -I FORWARD -d ${subnet(3 - n)} -j DROP`,
  });
  const source = check("own-source", {
    points: 2,
    read: async (nodes) => {
      const value = await sources(nodes, pairs);
      if (!value) throw new Unjudged([across]);
      return { value, seen: "iptables -t nat -S POSTROUTING" };
    },
    expect: Object.fromEntries(
      pairs.map(({ name, source }) => [name, where(source, (sources: string[]) => sources.join() === source)]),
    ),
    brokenBy: `iptables -t nat -I POSTROUTING -s ${subnet(n)} -d ${subnet(3 - n)} -j SNAT --to-source 172.17.${n}.1`,
  });
  return [neighbours, subnets, forwarding, route, across, source];
};

/** Is the address, which is on a machine that cannot be looked into, answered? */
async function answers(from: Nodes["host"], address: string): Promise<"answered" | "unanswered"> {
  return (await isAnswered(from, address)).value;
}

/** The source addresses with which each pair's pings leave the host, by a link that is none of docker0's; undefined where some do not. */
async function sources(nodes: Nodes, pairs: { name: string; from: NodeName; address: string }[]) {
  const { host } = nodes;
  const capture = startCapture([host]);
  try {
    const probes = pairs.map((pair) => ({ ...pair, nonce: crypto.getRandomValues(new Uint8Array(16)) }));
    await Promise.all(probes.map(({ from, address, nonce }) => isAnswered(nodes[from], address, { nonce })));
    const inner = host.links().value.filter(({ ifname, master }) => [ifname, master].includes("docker0"));
    const sent = capture
      .sightings()
      .filter(({ direction, ifname }) => direction === "out" && !inner.some((link) => link.ifname === ifname));
    const found = probes.map(({ name, nonce }) => {
      const own = sent.filter(({ bytes }) => bytes.includes(nonce));
      return [name, [...new Set(own.map(({ bytes }) => dissect(bytes).ip?.src ?? "unknown"))]] as const;
    });
    return found.every(([, own]) => own.length) ? Object.fromEntries(found) : undefined;
  } finally {
    capture.close();
  }
}

/** Which checks judge which task. */
export const tasks = {
  "task-routes": ["segment-host1", "segment-host2", "neighbours", "subnets", "route-host1", "route-host2"],
  "task-forwarding": ["forwarding-host1", "forwarding-host2"],
  "task-ping": ["across"],
  "task-source": ["own-source", "hops"],
};
