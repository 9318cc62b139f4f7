// What must be true of lab 08's exercise. Titles and hints: docs/<language>/exercises/08-cni.md, by id.

import { type Lease, leases } from "../../harness/cni/leases.ts";
import type { KernelNode } from "../../harness/kernel/node.ts";
import { http } from "../../harness/probe/http.ts";
import { type Answers, check, type Nodes } from "../vocabulary/check.ts";
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

/** The addresses of the containers that are there; docker1 is not joined when it begins. */
const living = (start: Nodes): string[] =>
  Object.values(start)
    .filter((node) => node !== start.host)
    .flatMap((node) => node.addresses("eth0").value.map(({ local }) => local))
    .filter((address) => subnet.test(address));

/** Of a starting point, which nobody has touched: those that ended without DEL, and the cables that take a frame back. */
function left(start: Nodes): Answers {
  const { host } = start;
  const alive = living(start);
  const ports = published(host);
  const gone = taken(host).filter(({ address }) => !alive.includes(address));
  const turned = (host.ports(bridge).value ?? []).filter(({ linkinfo }) => linkinfo?.info_slave_data?.hairpin === true);
  const nodes = Object.values(start);
  return {
    gone: gone.map(({ id, address }) => `${id}=${address}=${ports.find((one) => one.address === address)?.port}`),
    hairpin: turned.flatMap(({ ifname }) => {
      const peer = host.peerOf(ifname, nodes).value;
      return peer?.node.addresses("eth0").value.flatMap(({ local, family }) => (family === "inet" ? local : [])) ?? [];
    }),
  };
}

const whatIsLeft = question("what-is-left", { points: 4, answers: ["gone", "hairpin"], truth: left });

const kept = check("others-kept", {
  points: 1,
  truth: (start) => {
    const alive = living(start);
    const own = published(start.host).filter(({ address }) => alive.includes(address));
    return { alive, ports: own.map(({ port, address }) => `${port} ${address}`) };
  },
  read: (nodes, _, right) => {
    if (!right) throw new Error("Cannot find out what is right: the starting point could not be asked");
    const ports = published(nodes.host).map(({ port, address }) => `${port} ${address}`);
    const missing = (wanted: string[], there: string[]) => new Set(wanted).difference(new Set(there)).size;
    const value = {
      "addresses that are gone": missing(right.alive!, living(nodes)),
      "leases that are gone": missing(right.alive!, leased(nodes.host)),
      "ports that are gone": missing(right.ports!, ports),
    };
    return { value, seen: `ls /${book}; iptables -t nat -S | grep DNAT` };
  },
  expect: { "addresses that are gone": 0, "leases that are gone": 0, "ports that are gone": 0 },
  brokenBy: `for name in $(ip netns list | cut -d ' ' -f 1 | grep ^cni-); do ip -n $name address flush dev eth0; done`,
});

const cleaned = check("cleaned", {
  needs: [kept], // where no network is left, none of theirs is
  points: 2,
  truth: (start) => ({ gone: leased(start.host).filter((address) => !living(start).includes(address)) }),
  read: ({ host }, _, right) => {
    if (!right) throw new Error("Cannot find out what is right: the starting point could not be asked");
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
      lease: leased(host).includes(next) ? next : "none",
      "default route": docker1.routeTo("default").value,
    };
    return { value, seen: `${seen}; ls /${book}` };
  },
  expect: { addresses: [`${next}/16`], lease: next, "default route": { gateway, dev: "eth0" } },
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
