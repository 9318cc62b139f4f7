// What must be true of lab 04's exercise. Titles and hints: docs/<language>/exercises/04-arp.md, by id.

import { startCapture } from "../../harness/capture/capture.ts";
import { type Dissected, dissect } from "../../harness/capture/dissect/index.ts";
import type { KernelNode } from "../../harness/kernel/node.ts";
import { isIn } from "../../harness/kernel/prefix.ts";
import { toldApart } from "../../harness/kernel/told-apart.ts";
import { whoHas } from "../../harness/probe/arp.ts";
import { fieldOf } from "../../harness/probe/field.ts";
import { ping } from "../../harness/probe/ping.ts";
import { hostEndOf } from "../vocabulary/cable.ts";
import { type Answers, check, type Nodes } from "../vocabulary/check.ts";
import { where } from "../vocabulary/matches.ts";
import { question } from "../vocabulary/question.ts";
import { bothWays, reach } from "../vocabulary/reach.ts";

const [one, two, three, four, five, six] = [
  { name: "docker1", address: "172.17.0.2" },
  { name: "docker2", address: "172.17.0.3" },
  { name: "docker3", address: "172.17.0.4" },
  { name: "docker4", address: "172.17.0.5" },
  { name: "docker5", address: "172.17.0.6" },
  { name: "docker6", address: "172.17.0.7" },
] as const;

/** Pings docker4 from docker1, and gives who heard a frame of that kind: whose link it came in by, theirs or not. */
async function heard(nodes: Nodes, kinds: Record<string, (frame: Dissected) => boolean>): Promise<Answers> {
  const all = [one, two, three, four, five, six].map(({ name }) => nodes[name]);
  const capture = startCapture(all);
  try {
    const { value } = await ping(nodes[one.name], nodes[four.name], four.address);
    if (value.reply !== "arrived") throw new Error("Cannot tell who hears a ping: it was not answered");
    const frames = capture.sightings().filter(({ direction }) => direction === "in");
    if (capture.lost()) throw new Error("Cannot tell who hears a ping: the capture lost frames");
    const hearers = (isOf: (frame: Dissected) => boolean) => [
      ...new Set(frames.filter(({ bytes }) => isOf(dissect(bytes))).map(({ node }) => node)),
    ];
    return Object.fromEntries(Object.entries(kinds).map(([name, isOf]) => [name, hearers(isOf)]));
  } finally {
    capture.close();
  }
}

const hears = question("who-hears", {
  points: 4,
  answers: ["hears-request", "hears-reply", "hears-second"],
  truth: async (start) => ({
    ...(await heard(start, {
      "hears-request": ({ arp }) => arp?.op === "request" && arp.targetIp === four.address,
      "hears-reply": ({ arp }) => arp?.op === "reply" && arp.senderIp === four.address,
    })),
    ...(await heard(start, { "hears-second": ({ icmp, ip }) => icmp !== undefined && ip?.dst === four.address })),
  }),
});

/** Whose address it is: the MAC address, and the port that its cable ends at, which is not that of the cable between the bridges. */
async function behind(start: Nodes, address: string): Promise<string[]> {
  const { docker1, host } = start;
  const field = fieldOf(Object.values(start));
  const spot = field.spots().find(({ node, ifname }) => node.inode === docker1.inode && ifname === "eth0");
  if (!spot) throw new Error(`Cannot ask who has ${address}: docker1 has no address`);
  const [mac, another] = (await whoHas(field, spot, address, [])).value.answers;
  if (!mac || another) throw new Error(`Cannot find out who has ${address}: not one answers`);
  const entries = ["left", "right"]
    .flatMap((bridge) => host.fdb(bridge).value ?? [])
    .filter((entry) => entry.mac === mac);
  const port = entries.map(({ ifname }) => host.link(ifname).value).find((link) => link?.link_netnsid !== undefined);
  if (!port) throw new Error(`Cannot find the port that ${address} is behind: no bridge has learnt it`);
  return [mac, port.ifname];
}

const strangers = question("strangers", {
  points: 4,
  answers: ["stranger-1", "stranger-2"],
  truth: async (start) => ({
    "stranger-1": await behind(start, "172.17.0.50"),
    "stranger-2": await behind(start, "172.17.0.51"),
  }),
});

const fdb = check("reach-docker5", {
  points: 3,
  read: reach(one.name, one.address, five.name, five.address, "ping"),
  expect: bothWays(one.name, five.name, "ping"),
  brokenBy: "ip netns exec docker5 iptables -A INPUT -s 172.17.0.2 -j DROP",
});

const neighbour = check("reach-docker3", {
  points: 2,
  read: reach(three.name, three.address, four.name, four.address, "ping"),
  expect: bothWays(three.name, four.name, "ping"),
  brokenBy: "ip -n docker3 neigh replace 172.17.0.5 lladdr 02:00:00:00:00:01 dev eth0 nud permanent",
});

/** Are there routes that lead it to the address otherwise than on the link, for whatever packets? */
function detours(node: KernelNode, address: string): string[] {
  const narrow = node.routes("all").value.filter(({ dst }) => dst !== "default" && isIn(address, dst) === true);
  const byRules = toldApart(node).flatMap((selectors) => node.routeTaken(address, selectors) ?? []);
  const all = [...narrow, ...byRules].filter(
    ({ type, gateway, via, nhid, nexthops }) =>
      type !== "unicast" || [gateway, via, nhid, nexthops].some((hop) => hop !== undefined),
  );
  return [...new Set(all.map(({ dst }) => dst))];
}

const route = check("reach-docker6", {
  points: 2,
  read: async (nodes, field) => {
    const found = await reach(six.name, six.address, four.name, four.address, "ping")(nodes, field);
    const others = detours(nodes.docker6, four.address);
    return { ...found, value: { ...(found.value as object), "routes that lead elsewhere": others } };
  },
  expect: {
    ...(bothWays(six.name, four.name, "ping") as object),
    "routes that lead elsewhere": where("none", (all: string[]) => all.length === 0),
  },
  brokenBy: "ip -n docker6 route add 172.17.0.5 via 172.17.0.9",
});

const macOf = (node: KernelNode) => node.link("eth0").value?.address;

// Only these two are never asked about (ip-neighbour(8)). Where there is no such entry nothing is sent: docker2's own request would
// leave docker1 one that looks as if it did.
const neverAsked = ["PERMANENT", "NOARP"];
const entryOfOwn = "docker1's entry for docker2";

const own = check("own-entry", {
  points: 2,
  read: async (nodes, field) => {
    const { value: all, seen } = nodes.docker1.neighbours("eth0", true);
    const entry = all.find(({ dst }) => dst === two.address);
    const isLasting = neverAsked.some((state) => entry?.state.includes(state));
    const wrong = !entry
      ? "there is none"
      : !isLasting
        ? "it is asked about again"
        : entry.lladdr !== macOf(nodes.docker2)
          ? "it has another MAC address"
          : undefined;
    if (wrong) return { value: { [entryOfOwn]: wrong }, seen };
    const port = hostEndOf(two.name, nodes);
    if (port.link?.linkinfo?.info_slave_data?.bcast_flood !== false)
      return { value: { [entryOfOwn]: "it lasts, but docker2's port is not as it was" }, seen: port.seen };
    const found = await reach(one.name, one.address, two.name, two.address, "ping")(nodes, field);
    return { ...found, value: { [entryOfOwn]: "it lasts", ...(found.value as object) } };
  },
  expect: { [entryOfOwn]: "it lasts", ...(bothWays(one.name, two.name, "ping") as object) },
  brokenBy: "ip -n docker1 neigh del 172.17.0.3 dev eth0",
});

export default [hears, strangers, fdb, neighbour, route, own];

/** Which checks judge which task. */
export const tasks = {
  "task-hears": ["who-hears"],
  "task-strangers": ["strangers"],
  "task-fdb": ["reach-docker5"],
  "task-neighbour": ["reach-docker3"],
  "task-route": ["reach-docker6"],
  "task-own-entry": ["own-entry"],
};
