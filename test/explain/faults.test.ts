// Faults that the matrix does not have: one after the other in one world of lab 07, each undone again.

import { expect, test } from "bun:test";
import type { What } from "../../harness/explain/index.ts";
import type { Asked } from "../matrix.ts";
import { inWorld } from "../world.ts";
import { expectHop, explained } from "./tell.ts";

const there: Asked = { from: "docker1", to: "docker3", address: "172.17.2.2" };
const back: Asked = { from: "docker3", to: "docker1", address: "172.17.1.2" };

type Fault = { fault: string; commands: string; undo: string; node: string; what: What; way?: Asked };

const faults: Fault[] = [
  {
    fault: "no route; that another link is down has nothing to do with it",
    commands: `ip -n host1 link add spare0 type veth peer name spare1; ip -n host1 address add 192.0.2.1/24 dev spare0
      ip -n host1 route del 172.17.2.0/24`,
    undo: "ip -n host1 link del spare0; ip -n host1 route add 172.17.2.0/24 via 192.168.56.12",
    node: "host1",
    what: "no-route",
  },
  {
    fault: "a host's cable is down, and with it went the routes",
    commands: "ip -n host3 link set eth0 down",
    undo: `ip -n host3 link set eth0 up; ip -n host3 route add 192.168.56.0/24 via 192.168.57.1
      ip -n host3 route add 172.17.0.0/16 via 192.168.57.1`,
    node: "host3",
    what: "link-down",
    way: { from: "docker1", to: "docker5", address: "172.17.3.2" },
  },
  {
    fault: "the destination without a default route",
    commands: "ip -n docker1 route del default",
    undo: "ip -n docker1 route add default via 172.17.1.1",
    node: "docker1",
    what: "no-return-route",
    way: back,
  },
  {
    fault: "a legacy rule that drops",
    commands: "ip netns exec host2 iptables-legacy -t mangle -A PREROUTING -p icmp --icmp-type echo-reply -j DROP",
    undo: "ip netns exec host2 iptables-legacy -t mangle -F",
    node: "host2",
    what: "filtered",
  },
  {
    fault: "an nft rule that drops",
    commands: `ip netns exec host1 nft 'add table inet t; add chain inet t f { type filter hook forward priority 5; }
      add rule inet t f icmp type { echo-request, echo-reply } ip daddr 172.17.2.0/24 reject'`,
    undo: "ip netns exec host1 nft delete table inet t",
    node: "host1",
    what: "filtered",
  },
  {
    fault: "a rule whose match is not known here may be what drops",
    commands: "ip netns exec host1 iptables -I FORWARD -m ttl --ttl-gt 1 -j DROP",
    undo: "ip netns exec host1 iptables -D FORWARD 1",
    node: "host1",
    what: "filtered",
  },
  {
    fault: "a gateway that nobody is",
    commands: "ip -n host1 route replace 172.17.2.0/24 via 192.168.56.99",
    undo: "ip -n host1 route replace 172.17.2.0/24 via 192.168.56.12",
    node: "host1",
    what: "no-such-address",
  },
  {
    fault: "the destination ignores ping",
    commands: "ip netns exec docker1 sysctl -w net.ipv4.icmp_echo_ignore_all=1",
    undo: "ip netns exec docker1 sysctl -w net.ipv4.icmp_echo_ignore_all=0",
    node: "docker1",
    what: "echo-ignored",
    way: back,
  },
  {
    fault: "routes in a circle",
    commands: "ip -n host2 route add 172.17.2.2/32 via 192.168.56.11",
    undo: "ip -n host2 route del 172.17.2.2/32",
    node: "host2",
    what: "loop",
  },
];

test("each fault by its hop, and nothing of rules that multiply", () =>
  inWorld(async (world) => {
    await world.buildFast("07-cross-host");
    for (const { commands, undo, node, what, way = there } of faults) {
      await world.sh(commands);
      const [told] = await explained(world, [way]);
      expect(told!.answered).toBe(false);
      expectHop([told!.broken], { node, what });
      await world.sh(undo);
    }
    // 8 chains, each jumping ten times to the next: ten million rules to try before the packet is dropped
    await world.sh(`for chain in 1 2 3 4 5 6 7 8; do ip netns exec host1 nft add chain ip filter many$chain; done
      for chain in 1 2 3 4 5 6 7; do
        for _ in 1 2 3 4 5 6 7 8 9 10; do echo add rule ip filter many$chain jump many$((chain + 1)); done
      done | ip netns exec host1 nft -f -
      ip netns exec host1 nft add rule ip filter many1 drop
      ip netns exec host1 nft insert rule ip filter FORWARD jump many1`);
    const [told] = await explained(world, [there]);
    expect(told).toEqual({ way: "docker1 → docker3 172.17.2.2", answered: false });
  }));
