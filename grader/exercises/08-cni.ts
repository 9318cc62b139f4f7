// What must be true of lab 08's exercise. Titles and hints: docs/<language>/exercises/08-cni.md, by id.

import { type Lease, leases } from "../../harness/cni/leases.ts";
import type { KernelNode } from "../../harness/kernel/node.ts";
import { http } from "../../harness/probe/http.ts";
import { reaches } from "../../harness/probe/reach.ts";
import { type Answers, check, type Nodes, Unjudged } from "../vocabulary/check.ts";
import { question } from "../vocabulary/question.ts";

const bridge = "shop0";
const book = "var/lib/cni/networks/shop";
const subnet = /^172\.18\./;

/** Where the published ports lead: port and address. */
const published = (host: KernelNode): { port: string; address: string }[] =>
  host
    .iptablesSave("inet")
    .value.chains.filter(({ table }) => table === "nat")
    .flatMap(({ rules }) => rules)
    .flatMap(({ spec }) => {
      const [, port, address] = /--dport (\d+) .*--to-destination ([\d.]+):80$/.exec(spec.join(" ")) ?? [];
      return port && address && subnet.test(address) ? [{ port, address }] : [];
    });

const taken = (host: KernelNode): Lease[] => leases(host).value.filter(({ address }) => subnet.test(address));
const leased = (host: KernelNode): string[] => taken(host).map(({ address }) => address);

/** The containers that are there, by address; docker1 is not joined when it begins. */
const containers = (nodes: Nodes): Map<string, KernelNode> =>
  new Map(
    Object.values(nodes)
      .filter((node) => node !== nodes.host)
      .flatMap((node) => node.addresses("eth0").value.map(({ local }) => [local, node] as const))
      .filter(([address]) => subnet.test(address)),
  );
const living = (nodes: Nodes): string[] => [...containers(nodes).keys()];

/** The containers, by address, that a frame may be sent back to. */
const turnedIn = (nodes: Nodes): string[] =>
  (nodes.host.ports(bridge).value ?? [])
    .filter(({ linkinfo }) => linkinfo?.info_slave_data?.hairpin === true)
    .flatMap(({ ifname }) => {
      const peer = nodes.host.peerOf(ifname, Object.values(nodes)).value;
      return peer?.node.addresses("eth0").value.flatMap(({ local, family }) => (family === "inet" ? local : [])) ?? [];
    });

/** Of a starting point, which nobody has touched: those that ended without DEL, and the cables that take a frame back. */
function left(start: Nodes): Answers {
  const { host } = start;
  const alive = living(start);
  const ports = published(host);
  const gone = taken(host).filter(({ address }) => !alive.includes(address));
  return {
    gone: gone.map(({ id, address }) => `${id}=${address}=${ports.find((one) => one.address === address)?.port}`),
    hairpin: turnedIn(start),
  };
}

const whatIsLeft = question("what-is-left", { points: 4, answers: ["gone", "hairpin"], truth: left });

const kept = check("others-kept", {
  points: 1,
  truth: (start) => {
    const alive = living(start);
    const own = published(start.host).filter(({ address }) => alive.includes(address));
    return {
      alive,
      ports: own.map(({ port, address }) => `${port} ${address}`),
      leases: taken(start.host).flatMap(({ id, address }) => (alive.includes(address) ? [`${id} ${address}`] : [])),
      hairpin: turnedIn(start),
    };
  },
  read: async (nodes, field, right) => {
    if (!right) throw new Error("Cannot find out what is right: the starting point could not be asked");
    const ports = published(nodes.host).map(({ port, address }) => `${port} ${address}`);
    const missing = (wanted: string[], there: string[]) => new Set(wanted).difference(new Set(there)).size;
    const leases = taken(nodes.host).map(({ id, address }) => `${id} ${address}`);
    const there = [...containers(nodes)].filter(([address]) => right.alive!.includes(address));
    const pings = await Promise.all(there.map(([address, to]) => reaches(field, { from: nodes.host, to, address })));
    const value = {
      "addresses that are gone": missing(
        right.alive!,
        there.map(([address]) => address),
      ),
      "containers that the host does not reach": pings.filter(({ value }) => value.reply !== "arrived").length,
      "leases that are gone": missing(right.leases!, leases),
      "ports that are gone": missing(right.ports!, ports),
      "cables that take a frame back, and did not before, or do not any more": new Set(
        right.hairpin,
      ).symmetricDifference(new Set(turnedIn(nodes).filter((one) => right.alive!.includes(one)))).size,
    };
    return { value, seen: `ls /${book}; iptables -t nat -S | grep DNAT` };
  },
  expect: {
    "addresses that are gone": 0,
    "containers that the host does not reach": 0,
    "leases that are gone": 0,
    "ports that are gone": 0,
    "cables that take a frame back, and did not before, or do not any more": 0,
  },
  brokenBy: `for name in $(ip netns list | cut -d ' ' -f 1 | grep ^cni-); do ip -n $name address flush dev eth0; done`,
});

const cleaned = check("cleaned", {
  points: 2,
  truth: (start) => ({
    alive: living(start),
    gone: leased(start.host).filter((address) => !living(start).includes(address)),
  }),
  read: ({ host }, _, right) => {
    if (!right) throw new Error("Cannot find out what is right: the starting point could not be asked");
    // where no lease is left at all, theirs was not taken away by DEL
    if (!leased(host).some((address) => right.alive!.includes(address))) throw new Unjudged([kept]);
    const isGone = (address: string) => right.gone!.includes(address);
    const value = {
      "leases of containers that are gone": leased(host).filter(isGone).length,
      "ports that lead to them": published(host).filter(({ address }) => isGone(address)).length,
    };
    return { value, seen: `ls /${book}; iptables -t nat -S | grep DNAT` };
  },
  expect: { "leases of containers that are gone": 0, "ports that lead to them": 0 },
  brokenBy: `echo id > /${book}/$(head -n 1 /run/answers/gone | cut -d = -f 2)`,
});

// host-local goes on behind the last of the six, and does not begin again where one has become free
const next = "172.18.0.8";
const gateway = "172.18.0.1";

const joined = check("joined-docker1", {
  points: 2,
  read: ({ host, docker1 }) => {
    const { value: addresses, seen } = docker1.addresses("eth0");
    const value = {
      addresses: addresses.flatMap(({ family, local, prefixlen }) =>
        family === "inet" ? `${local}/${prefixlen}` : [],
      ),
      lease: taken(host).find(({ address }) => address === next) ?? "none",
      "default route": docker1.routeTo("default").value,
    };
    return { value, seen: `${seen}; ls /${book}` };
  },
  expect: {
    addresses: [`${next}/16`],
    lease: { address: next, id: "docker1" },
    "default route": { gateway, dev: "eth0" },
  },
  brokenBy: `rm /${book}/${next}`,
});

const reached = check("published-docker1", {
  points: 2,
  read: ({ outside, docker1 }, field) => http(field, outside, "http://203.0.113.1:8080", { node: docker1, port: 80 }),
  expect: { status: 200, body: "docker1", server: "docker1 port 80" },
  brokenBy: "iptables -I FORWARD -p tcp -s 203.0.113.2 -j DROP",
});

export default [kept, whatIsLeft, cleaned, joined, reached];

/** Which checks judge which task. */
export const tasks = {
  "task-left": ["what-is-left"],
  "task-clean": ["cleaned"],
  "task-keep": ["others-kept"],
  "task-docker1": ["joined-docker1"],
  "task-publish": ["published-docker1"],
};
