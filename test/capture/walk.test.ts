// Stories of real pings: what bridges, routers, NAT, tunnels and filters do to a packet is told as it was.

import { describe, expect, test } from "bun:test";
import { inWorld, type TestWorld } from "../world.ts";

type Hop = {
  node: string;
  ifname: string;
  direction: string;
  from: { node: string; ifname: string } | null;
  fate: string | null;
  rewritten: { field: string; from: string; to: string }[];
  learnt: { table: string; node: string; address?: string }[];
  frame: { ip?: { ttl: number }; vxlan?: { vni: number } };
};
type Story = { answered: boolean; lost: number; packets: { summary: string; ofThisPing: boolean; hops: Hop[] }[] };

/** The packets of one ping that belong to it. */
async function walk({ sh }: TestWorld, from: string, to: string) {
  const story: Story = JSON.parse(await sh(`/run/bun /run/course/harness/programs/walk.ts ${from} ${to} json en`));
  expect(story.lost).toBe(0);
  const packets = story.packets.filter(({ ofThisPing }) => ofThisPing);
  return { answered: story.answered, packets, summaries: packets.map(({ summary }) => withoutMac(summary)) };
}

const withoutMac = (text: string) => text.replaceAll(/([0-9a-f]{2}:){5}[0-9a-f]{2}/g, "MAC");
const way = (hops: Hop[]) => hops.map(({ node, ifname, direction }) => `${node} ${ifname} ${direction}`);
const fates = (hops: Hop[]) =>
  Object.fromEntries(hops.map((hop) => [`${hop.node} ${hop.ifname} ${hop.direction}`, hop.fate]));

const routed = `
  ip link add docker0 type bridge; ip address add 172.17.0.1/16 dev docker0; ip link set docker0 up
  ip netns add docker1; ip link add veth1 type veth peer name eth0 netns docker1
  ip link set veth1 master docker0 up
  ip -n docker1 address add 172.17.0.2/16 dev eth0; ip -n docker1 link set eth0 up
  ip -n docker1 route add default via 172.17.0.1
  ip netns add outside; ip link add out0 type veth peer name eth0 netns outside
  ip address add 203.0.113.1/24 dev out0; ip link set out0 up
  ip -n outside address add 203.0.113.2/24 dev eth0; ip -n outside link set eth0 up
  iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
  sysctl -w net.ipv4.ip_forward=1`;

test.concurrent("a first ping on a bridge: flooded, learnt, forwarded", () =>
  inWorld(async (world) => {
    await world.build("04-arp");
    await world.sh(
      "ip -n docker1 neigh flush all; ip -n docker2 neigh flush all; bridge fdb flush dev veth1 master; bridge fdb flush dev veth2 master",
    );
    const { answered, packets, summaries } = await walk(world, "docker1", "docker2");
    expect(answered).toBe(true);
    expect(summaries).toEqual([
      "ARP request: who has 172.17.0.3? tell 172.17.0.2",
      "ARP reply: 172.17.0.3 is at MAC",
      "ICMP echo request 172.17.0.2 → 172.17.0.3, seq 1",
      "ICMP echo reply 172.17.0.3 → 172.17.0.2, seq 1",
    ]);
    expect(fates(packets[0]!.hops)).toEqual({
      "docker1 eth0 out": null,
      "host veth1 in": "flooded",
      "host docker0 in": "not asked",
      "host veth2 out": null,
      "docker2 eth0 in": "delivered",
      "host veth3 out": null,
      "docker3 eth0 in": "not asked",
    });
    expect(way(packets[1]!.hops)).toEqual(["docker2 eth0 out", "host veth2 in", "host veth1 out", "docker1 eth0 in"]);
    expect(packets[1]!.hops[1]!.fate).toBe("forwarded");
    const learnt = packets.flatMap(({ hops }) =>
      hops.flatMap((hop) => hop.learnt.map(({ table }) => `${hop.node} ${hop.ifname} ${table}`)),
    );
    expect(learnt).toEqual(["host veth1 fdb", "docker2 eth0 neighbour", "host veth2 fdb", "docker1 eth0 neighbour"]);
    expect(packets[2]!.hops.some(({ node }) => node === "docker3")).toBe(false);
  }));

test.concurrent("through a router with NAT: one packet, its TTL and its addresses rewritten on the way, and back", () =>
  inWorld(async (world) => {
    await world.sh(routed);
    const { answered, packets } = await walk(world, "docker1", "outside");
    expect(answered).toBe(true);
    const [request, reply] = packets.filter(({ summary }) => summary.startsWith("ICMP"));
    expect(way(request!.hops)).toEqual([
      "docker1 eth0 out",
      "host veth1 in",
      "host docker0 in",
      "host out0 out",
      "outside eth0 in",
    ]);
    expect(request!.hops.map(({ frame }) => frame.ip?.ttl)).toEqual([64, 64, 64, 63, 63]);
    expect(request!.hops[2]!.fate).toBe("routed");
    expect(request!.hops[3]!.rewritten).toEqual([{ field: "source", from: "172.17.0.2", to: "203.0.113.1" }]);
    expect(way(reply!.hops).at(-1)).toBe("docker1 eth0 in");
    expect(reply!.hops.flatMap(({ rewritten }) => rewritten)).toEqual([
      { field: "destination", from: "203.0.113.1", to: "172.17.0.2" },
    ]);
  }));

test.concurrent("dropped where nobody forwards", () =>
  inWorld(async (world) => {
    await world.sh(`${routed}; sysctl -w net.ipv4.ip_forward=0`);
    const { answered, packets } = await walk(world, "docker1", "203.0.113.2");
    expect(answered).toBe(false);
    const request = packets.find(({ summary }) => summary.startsWith("ICMP echo request"));
    expect(fates(request!.hops)).toMatchObject({ "host docker0 in": "dropped" });
  }));

test.concurrent("a cable whose far end is down", () =>
  inWorld(async (world) => {
    await world.build("04-arp");
    await world.sh("ip -n docker1 neigh flush all; ip -n docker2 link set eth0 down");
    const { answered, packets, summaries } = await walk(world, "docker1", "172.17.0.3");
    expect(answered).toBe(false);
    expect(new Set(summaries)).toEqual(new Set(["ARP request: who has 172.17.0.3? tell 172.17.0.2"]));
    expect(packets[0]!.hops.some(({ node }) => node === "docker2")).toBe(false);
  }));

test.concurrent("a tunnel: the frame inside and the packet around it", () =>
  inWorld(async (world) => {
    await world.sh(`
      for n in 1 2; do
        ip netns add host$n
        ip link add port$n type veth peer name eth0 netns host$n
      done
      ip link add switch0 type bridge; ip link set switch0 up
      for n in 1 2; do
        ip link set port$n master switch0 up
        ip -n host$n address add 192.168.56.1$n/24 dev eth0; ip -n host$n link set eth0 up
        ip -n host$n link add vxlan0 type vxlan id 42 dstport 4789 remote 192.168.56.1$((3 - n)) dev eth0
        ip -n host$n address add 10.0.0.$n/24 dev vxlan0; ip -n host$n link set vxlan0 up
      done`);
    const { answered, packets, summaries } = await walk(world, "host1", "10.0.0.2");
    expect(answered).toBe(true);
    const inner = packets.find(({ summary }) => summary.startsWith("ICMP echo request"))!;
    expect(way(inner.hops)).toEqual(["host1 vxlan0 out", "host2 vxlan0 in"]);
    expect(summaries).toContain("VXLAN 42: ICMP echo request 10.0.0.1 → 10.0.0.2, seq 1");
  }));

test.concurrent("IPv6: neighbour discovery in place of ARP", () =>
  inWorld(async (world) => {
    await world.sh(`
      ip netns add docker1; ip link add veth1 type veth peer name eth0 netns docker1
      ip address add 2001:db8::1/64 dev veth1 nodad; ip link set veth1 up
      ip -n docker1 address add 2001:db8::2/64 dev eth0 nodad; ip -n docker1 link set eth0 up
      until ip -n docker1 link show eth0 | grep -q 'state UP'; do :; done`);
    const { answered, packets, summaries } = await walk(world, "docker1", "2001:db8::1");
    expect(answered).toBe(true);
    expect(summaries.slice(0, 3)).toEqual([
      "ICMPv6 neighbor solicitation: who has 2001:db8::1?",
      "ICMPv6 neighbor advertisement: 2001:db8::1 is at MAC",
      "ICMPv6 echo request 2001:db8::2 → 2001:db8::1, seq 1",
    ]);
    const learnt = packets.flatMap(({ hops }) =>
      hops.flatMap(({ learnt }) => learnt.map(({ node, address }) => `${node} ${address}`)),
    );
    expect(learnt).toEqual(["host 2001:db8::2", "docker1 2001:db8::1"]);
  }));

test.concurrent("frames that the capture had no room for are counted", () =>
  inWorld(async ({ sh }) => {
    await sh("ip link set lo up");
    const { sighted, lost } = JSON.parse(await sh("/run/bun /run/course/test/capture/overrun.ts"));
    expect(sighted).toBe(32);
    expect(lost).toBe(200 - 32);
  }));

describe("text", () => {
  test.concurrent("at most 80 columns, in both languages", () =>
    inWorld(async (world) => {
      await world.build("04-arp");
      for (const language of ["en", "zh"]) {
        const text = await world.sh(`/run/bun /run/course/harness/programs/walk.ts docker1 docker2 text ${language}`);
        expect(text).toContain("docker1: eth0 ══ host: veth1");
        expect(text.split("\n").filter((line) => Bun.stringWidth(line) > 80)).toEqual([]);
      }
    }));

  test.concurrent("an answer of another node is no arrival at the one that was asked", () =>
    inWorld(async (world) => {
      await world.buildFast("07-cross-host");
      await world.sh("ip -n host2 address add 172.17.2.2/32 dev lo");
      const told = (language: string) =>
        world.sh(`/run/bun /run/course/harness/programs/walk.ts docker1 docker3 text ${language}`);
      const text = (await told("en")).replace(/[\s│]+/g, " ");
      expect(text).toContain("arrived here and not at docker3: the address is this node's too");
      expect(text).toContain("It was answered, by host2 and not by docker3.");
      expect(await told("zh")).toContain("而不是 docker3");
    }));
});
