// A ping over IPv6 that gets lost: `walk` says why, where it is an address, a route, a rule, forwarding or a neighbour.

import { expect, test } from "bun:test";
import { inWorld } from "../world.ts";

/** docker1 and docker2 on the bridge, and outside behind the host. */
const built = `ip netns add docker1; ip netns add docker2; ip netns add outside; ip link add docker0 up type bridge
  for i in 1 2; do
    ip link add veth$i type veth peer name eth0 netns docker$i; ip link set veth$i master docker0 up
    ip -n docker$i link set eth0 up; ip -n docker$i address add 2001:db8::$i/64 dev eth0 nodad
    ip -n docker$i route add default via 2001:db8::ff
  done
  ip link add out0 type veth peer name eth0 netns outside
  for end in "-n outside link set eth0" "link set out0"; do ip $end up; done
  ip address add 2001:db8::ff/64 dev docker0 nodad; ip address add 2001:db8:1::1/64 dev out0 nodad
  ip -n outside address add 2001:db8:1::2/64 dev eth0 nodad; ip -n outside route add default via 2001:db8:1::1
  sysctl -qw net.ipv6.conf.all.forwarding=1
  for to in 2001:db8::2 2001:db8:1::2; do
    timeout 20 sh -c "until ip netns exec docker1 ping -c 1 -W 1 $to; do sleep 0.1; done"
  done`;

type Fault = { fault: string; commands: string; to?: string; node: string; what: string; leg?: string };

const faults: Fault[] = [
  {
    fault: "a rule of ip6tables",
    commands: "ip netns exec docker2 ip6tables -A INPUT -s 2001:db8::/64 -p icmpv6 --icmpv6-type echo-request -j DROP",
    ...{ node: "docker2", what: "filtered", leg: "request" },
  },
  {
    fault: "a rule of nft for both families",
    commands: `ip netns exec docker2 nft 'add table inet f; add chain inet f o { type filter hook output priority 0; }
      add rule inet f o icmpv6 type echo-reply drop'`,
    ...{ node: "docker2", what: "filtered", leg: "reply" },
  },
  {
    fault: "no route",
    commands: "ip -n docker1 -6 route del default",
    ...{ to: "2001:db8:1::2", node: "docker1", what: "no-route", leg: "request" },
  },
  {
    fault: "no route for the reply",
    commands: "ip -n outside -6 route del default",
    ...{ to: "2001:db8:1::2", node: "outside", what: "no-return-route", leg: "reply" },
  },
  {
    fault: "forwarding is off",
    commands: "sysctl -qw net.ipv6.conf.all.forwarding=0",
    ...{ to: "2001:db8:1::2", node: "host", what: "not-forwarding", leg: "request" },
  },
  {
    fault: "nobody has the address",
    commands: "ip -n docker2 address del 2001:db8::2/64 dev eth0",
    ...{ node: "docker1", what: "no-such-address", leg: "request" },
  },
  {
    fault: "a neighbour that does not hear what it is asked",
    commands: "ip netns exec docker2 ip6tables -A INPUT -p icmpv6 --icmpv6-type neighbour-solicitation -j DROP",
    ...{ node: "docker1", what: "no-neighbour", leg: "request" },
  },
  {
    fault: "IPv6 is off",
    commands: "ip netns exec docker1 sysctl -qw net.ipv6.conf.eth0.disable_ipv6=1",
    ...{ node: "docker1", what: "no-ipv6", leg: "request" },
  },
];

for (const { fault, commands, to = "2001:db8::2", node, what, leg } of faults)
  test.concurrent(fault, () =>
    inWorld(async (world) => {
      await world.sh(
        `${built}\n${commands}\nfor node in docker1 docker2 outside; do ip -n $node -6 neigh flush all; done`,
      );
      const { answered, why } = JSON.parse(
        await world.sh(`/run/bun /run/course/harness/programs/walk.ts docker1 ${to} json en`),
      );
      expect(answered).toBe(false);
      expect(why).toMatchObject({ node, what, leg });
    }),
  );
