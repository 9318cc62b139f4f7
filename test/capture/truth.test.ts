// What a walk says is so: whose packets they are, what became of them, who answered, and what stopped them.

import { describe, expect, test } from "bun:test";
import { inWorld, type TestWorld } from "../world.ts";
import { routed, sixes, tunnelled } from "./worlds.ts";

type Hop = {
  node: string;
  ifname: string;
  direction: string;
  fate: string | null;
  tooBig?: { bytes: number; mtu: number; node: string; ifname?: string };
  frame: { ip?: { fragmentOffset?: number }; arp?: { senderIp: string; targetIp: string } };
};
type Told = {
  from: string;
  to: string | null;
  size: number;
  answered: boolean;
  answeredBy: string[];
  why: { node: string; what: string } | null;
  packets: { summary: string; ofThisPing: boolean; hops: Hop[] }[];
};

const program = (words: string) => `/run/bun /run/course/harness/programs/walk.ts ${words}`;

async function walk({ sh }: TestWorld, from: string, to: string, size?: number) {
  const told: Told = JSON.parse(await sh(program(`${from} ${to} json en ${size ?? ""}`)));
  const own = told.packets.filter(({ ofThisPing }) => ofThisPing);
  return { ...told, own, others: told.packets.length - own.length, summaries: own.map(({ summary }) => summary) };
}

/** The fates of the packets whose summary says so, by place. */
const fates = (packets: Told["packets"], words: RegExp): Record<string, string | null> =>
  Object.fromEntries(
    packets
      .filter(({ summary }) => words.test(summary))
      .flatMap(({ hops }) => hops.map(({ node, ifname, direction, fate }) => [`${node} ${ifname} ${direction}`, fate])),
  );

const inRouted = (commands: string, work: (world: TestWorld) => Promise<void>) =>
  inWorld(async (world) => {
    await world.sh(`${routed}\n${commands}`);
    await work(world);
  });

describe("whose packets", () => {
  const busy = `
    for from in docker1 docker3 outside; do
      ip netns exec $from ping -i 0.005 172.17.0.3 >/dev/null 2>&1 &
    done
    ping -i 0.005 172.17.0.3 >/dev/null 2>&1 &
    for i in 1 2 3 4 5 6 7 8; do ip netns exec docker2 arping -q -f -I eth0 172.17.0.4; done`;

  test.concurrent("pings of others at the same time, and of the same node to the same address, are not this one's", () =>
    inRouted(busy, async (world) => {
      for (const size of [56, 3, 0]) {
        const { own, others, answered } = await walk(world, "docker1", "docker2", size);
        expect(answered).toBe(true);
        const echoes = own
          .filter(({ summary }) => summary.startsWith("ICMP"))
          .map(({ summary }) => summary.slice(0, 17));
        expect(echoes).toEqual(["ICMP echo request", "ICMP echo reply 1"]);
        expect(others).toBeGreaterThan(2);
      }
    }));

  test.concurrent("of the questions for MAC addresses those that this ping caused", () =>
    inRouted("ip -n docker1 neigh flush all", async (world) => {
      await world.sh(`
        (while :; do
          ip -n docker3 neigh flush all; ip netns exec docker3 ping -c 1 -W 0.1 172.17.0.3
          ip neigh flush all; ping -c 1 -W 0.1 172.17.0.4; ip netns exec docker3 ping -c 1 -W 0.1 172.17.0.99
        done) >/dev/null 2>&1 </dev/null &`);
      for (let round = 0; round < 5; round++) {
        // docker2 forgets too: some seconds after the last round it would make sure of docker1 (arp(7)), and docker1 learn from that
        await world.sh("ip -n docker2 neigh flush all; ip -n docker1 neigh flush all");
        const { own } = await walk(world, "docker1", "docker2");
        const asked = own.flatMap(({ hops }) => hops.slice(0, 1).flatMap(({ frame: { arp } }) => arp ?? []));
        const pairs = asked.map(({ senderIp, targetIp }) => [senderIp, targetIp].sort().join(" "));
        expect(new Set(pairs)).toEqual(new Set(["172.17.0.2 172.17.0.3"]));
      }
    }));

  test.concurrent("a tunnel's other end is asked for too, also where nobody answers", () =>
    inWorld(async (world) => {
      await world.sh(`${tunnelled}\nip -n host2 link set eth0 down; ip -n host1 neigh flush all`);
      const { summaries, answered } = await walk(world, "host1", "10.0.0.2");
      expect(answered).toBe(false);
      expect(summaries).toContain("ARP request: who has 10.0.0.2? tell 10.0.0.1");
      expect(summaries).toContain("ARP request: who has 192.168.56.12? tell 192.168.56.11");
    }));
});

describe("what became of them", () => {
  test.concurrent("fragments", () =>
    inRouted("", async (world) => {
      const { own, size } = await walk(world, "docker1", "outside", 3000);
      expect(size).toBe(3000);
      const offsets = own.flatMap(({ hops }) => hops[0]!.frame.ip?.fragmentOffset ?? []);
      expect(offsets).toEqual([0, 1480, 2960, 0, 1480, 2960]);
      const requests = own.filter(({ summary }) => /172.17.0.2 → 203/.test(summary));
      expect(requests.map(({ hops }) => hops.at(-1)!.node)).toEqual(["outside", "outside", "outside"]);
    }));

  test.concurrent("fragments that a bridge puts together, where the kernel shows it IP", () =>
    inRouted(
      "sysctl -e -qw net.bridge.bridge-nf-call-iptables=1; iptables -t nat -A POSTROUTING -j ACCEPT",
      async (world) => {
        const { own, answered } = await walk(world, "docker1", "outside", 3000);
        expect(answered).toBe(true);
        expect(Object.values(fates(own, /172.17.0.2 → 203/))).not.toContain("dropped");
      },
    ));

  test.concurrent("fragments, for a narrower link in smaller ones", () =>
    inRouted("ip link set out0 mtu 1400; ip -n outside link set eth0 mtu 1400", async (world) => {
      const there = await walk(world, "docker1", "outside", 3000);
      expect(there.answered).toBe(true);
      expect(fates(there.own, /172.17.0.2 → 203/)).toMatchObject({ "host docker0 in": "fragmented" });
    }));

  test.concurrent("too big for the router, which says so", () =>
    inRouted("ip link set out0 mtu 1400", async (world) => {
      const { own, answered, summaries } = await walk(world, "docker1", "outside", 1472);
      expect(answered).toBe(false);
      const request = own.find(({ summary }) => summary.startsWith("ICMP echo request"))!;
      expect(request.hops.at(-1)).toMatchObject({ node: "host", ifname: "docker0", fate: "too big" });
      expect(request.hops.at(-1)!.tooBig).toEqual({ bytes: 1500, mtu: 1400, node: "host", ifname: "out0" });
      expect(summaries.at(-1)).toStartWith(
        "ICMP fragmentation needed 172.17.0.1 → 172.17.0.2, MTU 1400, about ICMP echo",
      );
      const text = await world.sh(program("docker1 outside text en 1472"));
      expect(text).toContain("1472 bytes of data");
      expect(text.replaceAll(/\s+/g, " ")).not.toContain("goes no further");
    }));

  test.concurrent("too big for the other end of a cable, and for a port of the bridge: nobody says so", () =>
    inRouted("ip -n docker2 link set eth0 mtu 1400; ip link set veth3 mtu 1400", async (world) => {
      const last = async (to: string) => {
        const { own } = await walk(world, "docker1", to, 1472);
        return own.find(({ summary }) => summary.startsWith("ICMP echo request"))!.hops.at(-1)!;
      };
      expect(await last("docker2")).toMatchObject({
        ...{ node: "host", ifname: "veth2", direction: "out", fate: "too big" },
        tooBig: { bytes: 1500, mtu: 1400, node: "docker2", ifname: "eth0" },
      });
      expect(await last("docker3")).toMatchObject({
        ...{ node: "host", ifname: "veth1", direction: "in", fate: "too big" },
        tooBig: { bytes: 1500, mtu: 1400, node: "host", ifname: "veth3" },
      });
    }));

  test.concurrent("a rule that copies: each copy is told of, also where the addresses are rewritten", () =>
    inRouted(
      `nft 'add table ip d; add chain ip d p { type filter hook prerouting priority -300; }'
       nft add rule ip d p ip protocol icmp dup to 172.17.0.4 device docker0`,
      async (world) => {
        const { own } = await walk(world, "docker1", "outside");
        const [request, reply] = own.filter(({ summary }) => summary.startsWith("ICMP"));
        expect(fates([request!], /./)).toMatchObject({
          ...{ "host docker0 in": "copied", "docker3 eth0 in": "dropped", "outside eth0 in": "delivered" },
        });
        expect(fates([reply!], /./)).toMatchObject({
          ...{ "host out0 in": "copied", "docker3 eth0 in": "dropped", "docker1 eth0 in": "delivered" },
        });
        const text = (await world.sh(program("docker1 outside text en"))).replaceAll(/[\s│]+/g, " ");
        expect(text).toContain("not for it, and it does not forward: dropped");
        expect(text.match(/docker1: eth0 arrived/g)).not.toBeNull();
      },
    ));

  test.concurrent("flooded: to those ports that it was flooded to", () =>
    inRouted("bridge link set dev veth3 bcast_flood off; ip -n docker1 neigh flush all", async (world) => {
      const text = await world.sh(program("docker1 docker2 text en"));
      expect(text).toContain("flooded: to 1 of 2 other ports");
      await world.sh("bridge link set dev veth3 bcast_flood on; ip -n docker1 neigh flush all");
      expect(await world.sh(program("docker1 docker2 text en"))).toContain("flooded: to every other port");
    }));

  test.concurrent("IPv6: a group's members, and who is asked", () =>
    inWorld(async (world) => {
      await world.sh(`${sixes}\nip -n docker1 neigh flush all`);
      const { own } = await walk(world, "docker1", "2001:db8::2");
      expect(fates(own, /solicitation: who has 2001:db8::2/)).toMatchObject({
        ...{ "docker2 eth0 in": "delivered", "docker3 eth0 in": "not asked" },
      });
      const group = await walk(world, "docker1", "ff02::1%eth0");
      expect(fates(group.own, /request/)).toMatchObject({
        ...{ "docker2 eth0 in": "delivered", "docker3 eth0 in": "delivered" },
      });
      const [, second] = group.answeredBy;
      expect(second === undefined || ["docker2", "docker3", "host"].includes(second)).toBe(true);
      const nobody = await walk(world, "docker1", "ff02::dead%eth0");
      expect(fates(nobody.own, /request/)).toMatchObject({
        ...{ "docker2 eth0 in": "not in the group", "docker3 eth0 in": "not in the group" },
      });
    }));
});

describe("who answered", () => {
  test.concurrent("the host, by NAT to itself", () =>
    inRouted("iptables -t nat -A PREROUTING -p icmp -d 203.0.113.2 -j REDIRECT", async (world) => {
      const { own, answeredBy, to } = await walk(world, "docker1", "outside");
      expect({ answeredBy, to }).toEqual({ answeredBy: ["host"], to: "outside" });
      expect(fates(own, /request/)).toMatchObject({ "host docker0 in": "taken in" });
      const text = await world.sh(program("docker1 outside text zh"));
      expect(text).toContain("收到了应答，来自 host，而不是 outside。");
    }));

  test.concurrent("another container that has the address too", () =>
    inRouted("ip -n docker2 link set eth0 down; ip -n docker3 address add 172.17.0.3/16 dev eth0", async (world) => {
      const { answeredBy, to } = await walk(world, "docker1", "docker2");
      expect({ answeredBy, to }).toEqual({ answeredBy: ["docker3"], to: "docker2" });
      const text = await world.sh(program("docker1 docker2 text en"));
      expect(text).toStartWith("One ping from docker1 to docker2 (172.17.0.3)\n");
      expect(text).toContain("It was answered, by docker3 and not by docker2.");
    }));

  test.concurrent("a neighbour in another's place", () =>
    inRouted(
      `ip -n docker3 address flush dev eth0; ip -n docker3 link set lo up
       ip address add 172.17.0.4/32 dev lo; ip -n docker1 neigh flush all
       sysctl -qw net.ipv4.conf.docker0.proxy_arp=1; ip route add 198.51.100.0/24 via 203.0.113.2
       ip -n docker1 route add 198.51.100.0/24 dev eth0`,
      async (world) => {
        const { own } = await walk(world, "docker1", "198.51.100.1");
        expect(fates(own, /who has 198/)).toMatchObject({
          ...{ "host docker0 in": "answered for", "docker3 eth0 in": "not asked" },
        });
      },
    ));
});

describe("what stopped it", () => {
  const cases: [what: string, commands: string, to: string, why: { node: string; what: string }, said: string][] = [
    [
      "a rule of the host's",
      "iptables -A FORWARD -i docker0 -j DROP",
      "outside",
      { node: "host", what: "filtered" },
      "goes no further: dropped the chain FORWARD drops the packet from 172.17.0.2 to 203.0.113.2: -A FORWARD -i docker0 -j DROP",
    ],
    [
      "a rule of its own",
      "ip netns exec docker2 iptables -A INPUT -p icmp -j DROP",
      "docker2",
      { node: "docker2", what: "filtered" },
      "docker2: eth0 arrived the chain INPUT drops",
    ],
    [
      "a link that is down",
      "ip -n docker2 link set eth0 down; ip -n docker1 neigh flush all",
      "docker2",
      { node: "docker2", what: "link-down" },
      'Nobody told docker1 where 172.17.0.3 is. Why: the packet stops at docker2: "eth0" is down',
    ],
    [
      "no route",
      "ip -n docker1 route del default",
      "outside",
      { node: "docker1", what: "no-route" },
      "Why: the packet stops at docker1: no route to 203.0.113.2",
    ],
  ];
  for (const [what, commands, to, why, said] of cases)
    test.concurrent(what, () =>
      inRouted(commands, async (world) => {
        const walked = await walk(world, "docker1", to);
        expect({ answered: walked.answered, why: walked.why }).toMatchObject({ answered: false, why });
        await world.sh("ip -n docker1 neigh flush all nud all; ip -n docker1 neigh flush all");
        const text = await world.sh(program(`docker1 ${to} text en`));
        expect(text.replaceAll(/[\s│]+/g, " ")).toContain(said);
        expect(text.split("\n").filter((line) => Bun.stringWidth(line) > 80)).toEqual([]);
      }),
    );
});
