// Faults between two hosts (lab 07), and what `explain` must name. The containers are named by their addresses.

import type { What } from "../../harness/explain/index.ts";

const [near, far] = ["172.17.1.2", "172.17.2.2"];
type Case = { fault: string; commands: string; from?: string; to?: string; node: string; what: What };

export const across: (Case & { from: string; to: string })[] = [
  { fault: "no route", commands: "ip -n host1 route del 172.17.2.0/24", node: "host1", what: "no-route" as const },
  {
    fault: "no route on the far host",
    commands: "ip -n host2 route del 172.17.1.0/24",
    node: "host2",
    what: "no-return-route" as const,
  },
  {
    fault: "a container without a default route",
    commands: "ip -n docker1 route del default",
    node: "docker1",
    what: "no-route" as const,
  },
  {
    fault: "the destination without a default route",
    commands: "ip -n docker1 route del default",
    from: far,
    to: near,
    node: "docker1",
    what: "no-return-route" as const,
  },
  {
    fault: "forwarding off",
    commands: "ip netns exec host1 sysctl -w net.ipv4.ip_forward=0",
    node: "host1",
    what: "not-forwarding" as const,
  },
  {
    fault: "forwarding off on one link",
    commands: "ip netns exec host2 sysctl -w net.ipv4.conf.eth0.forwarding=0",
    node: "host2",
    what: "not-forwarding" as const,
  },
  {
    fault: "a rule that drops",
    commands: "ip netns exec host2 iptables -I FORWARD -d 172.17.2.0/24 -j DROP",
    node: "host2",
    what: "filtered" as const,
  },
  {
    fault: "FORWARD accepts one way only",
    commands:
      "ip netns exec host1 iptables -F FORWARD; ip netns exec host1 iptables -A FORWARD -s 172.17.1.0/24 -j ACCEPT",
    node: "host1",
    what: "filtered" as const,
  },
  {
    fault: "a legacy rule that drops",
    commands: "ip netns exec host2 iptables-legacy -t mangle -A PREROUTING -p icmp --icmp-type echo-reply -j DROP",
    node: "host2",
    what: "filtered" as const,
  },
  {
    fault: "an nft rule that drops",
    commands: `ip netns exec host1 nft 'add table inet t; add chain inet t f { type filter hook forward priority 5; }
      add rule inet t f icmp type { echo-request, echo-reply } ip daddr 172.17.2.0/24 reject'`,
    node: "host1",
    what: "filtered" as const,
  },
  {
    fault: "a rule that may drop",
    commands: "ip netns exec host1 iptables -I FORWARD -m length --length 1:9999 -j DROP",
    node: "host1",
    what: "maybe-filtered" as const,
  },
  {
    fault: "masquerade without an exception",
    commands: "ip netns exec host1 iptables -t nat -D POSTROUTING 1",
    node: "host1",
    what: "nat" as const,
  },
  {
    fault: "a gateway that nobody is",
    commands: "ip -n host1 route replace 172.17.2.0/24 via 192.168.56.99",
    node: "host1",
    what: "no-such-address" as const,
  },
  {
    fault: "an address of the other segment",
    commands: "ip -n host2 address flush dev eth0; ip -n host2 address add 192.168.58.12/24 dev eth0",
    node: "host2",
    what: "no-return-route" as const,
  },
  {
    fault: "a route onlink, by the wrong link",
    commands: "ip -n host1 route replace 172.17.2.0/24 via 192.168.56.12 dev docker0 onlink",
    node: "host1",
    what: "not-on-link" as const,
  },
  {
    fault: "a strict rp_filter, and the way back leaves by another link",
    commands: `
      ip link add x1 netns host1 type veth peer name x2 netns host2
      ip -n host1 address add 192.0.2.1/24 dev x1; ip -n host1 link set x1 up
      ip -n host2 address add 192.0.2.2/24 dev x2; ip -n host2 link set x2 up
      ip -n host2 route replace 172.17.1.0/24 via 192.0.2.1
      ip netns exec host2 sysctl -w net.ipv4.conf.all.rp_filter=1`,
    node: "host2",
    what: "rp-filter" as const,
  },
  {
    fault: "the destination ignores ping",
    commands: "ip netns exec docker1 sysctl -w net.ipv4.icmp_echo_ignore_all=1",
    from: far,
    to: near,
    node: "docker1",
    what: "echo-ignored" as const,
  },
  {
    fault: "a route in a circle",
    commands: `ip -n host2 route add 172.17.2.2/32 via 192.168.56.11
      for h in 1 2; do ip netns exec host$h iptables -P FORWARD ACCEPT; done`,
    node: "host2",
    what: "loop" as const,
  },
].map((one) => ({ from: near, to: far, ...one }));
