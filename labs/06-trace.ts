#!/usr/bin/env bun
// Lab 06: watching packets on the host, with the TRACE target.   Text: docs/<language>/06-trace.md
//
//        docker1                    docker2                      outside
//   eth0 172.17.0.2/16         eth0 172.17.0.3/16          eth0 203.0.113.2/24
//          │                          │                            │
//        veth1 ──────── docker0 ─── veth2          host          veth3
//                    172.17.0.1/16                           203.0.113.1/24

import { lab } from "../harness/index.ts";

const { $, step, trace, traceLog, until } = await lab(import.meta);

step("the-network", { given: true, known: "03" });
await $`ip link add docker0 type bridge`;
await $`ip address add 172.17.0.1/16 dev docker0`;
await $`ip link set docker0 up`;
await $`ip netns add docker1`;
await $`ip link add veth1 type veth peer name eth0 netns docker1`;
await $`ip link set veth1 master docker0 up`;
await $`ip -n docker1 address add 172.17.0.2/16 dev eth0`;
await $`ip -n docker1 link set eth0 up`;
await $`ip -n docker1 route add default via 172.17.0.1`;
await $`ip netns add docker2`;
await $`ip link add veth2 type veth peer name eth0 netns docker2`;
await $`ip link set veth2 master docker0 up`;
await $`ip -n docker2 address add 172.17.0.3/16 dev eth0`;
await $`ip -n docker2 link set eth0 up`;
await $`ip -n docker2 route add default via 172.17.0.1`;
await $`ip netns exec docker1 ping -c 1 172.17.0.1`;

step("two-rules");
const version = await $`iptables --version`;
await $`iptables -t raw -A OUTPUT -p icmp -j TRACE`;
await $`iptables -t raw -A PREROUTING -p icmp -j TRACE`;
await $`iptables -t raw -S`;

step("start-the-monitor");
if (version.stdout.includes("legacy")) {
  await $`sysctl -w net.netfilter.nf_log.2=nfnetlink_log`;
  await $`${traceLog} > /run/trace.log 2>&1 < /dev/null & echo $! > /run/monitor.pid`;
  await until($`grep . /proc/net/netfilter/nfnetlink_log`);
} else {
  await $`xtables-monitor --trace > /run/trace.log 2>&1 < /dev/null & echo $! > /run/monitor.pid`;
  await until($`grep " 12 .* 00000100 " /proc/net/netlink`);
}

step("ping-the-host");
await $`ip netns exec docker1 ping -c 1 172.17.0.1`;
await until($`grep -q raw:OUTPUT:policy /run/trace.log`);
await $`cat /run/trace.log`;

step("a-rule-on-the-way");
await $`iptables -A INPUT -p icmp -j ACCEPT`;
await $`ip netns exec docker1 ping -c 1 172.17.0.1`;
await until($`grep filter:INPUT:rule /run/trace.log`);
await $`iptables -D INPUT -p icmp -j ACCEPT`;

step("bridged-frames");
await $`ip netns exec docker1 ping -c 1 172.17.0.3`;
await $`ip netns exec docker1 ping -c 1 -s 100 172.17.0.1`;
await until($`grep -q LEN=128 /run/trace.log`);
await $`sed -n '/DST=172.17.0.3/p' /run/trace.log`;

step("bridge-nf");
await $`sysctl -e net.bridge.bridge-nf-call-iptables`;
await $`sysctl -e -w net.bridge.bridge-nf-call-iptables=1`;
await $`ip netns exec docker1 ping -c 1 172.17.0.3`;
await $`ip netns exec docker1 ping -c 1 -s 200 172.17.0.1`;
await until($`grep -q LEN=228 /run/trace.log`);
await $`sed -n '/DST=172.17.0.3/p' /run/trace.log`;
await $`sysctl -e -w net.bridge.bridge-nf-call-iptables=0`;

step("outside", { given: true });
await $`ip netns add outside`;
await $`ip link add veth3 type veth peer name eth0 netns outside`;
await $`ip address add 203.0.113.1/24 dev veth3`;
await $`ip link set veth3 up`;
await $`ip -n outside address add 203.0.113.2/24 dev eth0`;
await $`ip -n outside link set eth0 up`;
await $`ip -n outside route add 172.17.0.0/16 via 203.0.113.1`;
await $`sysctl -w net.ipv4.ip_forward=1`;

step("through-the-host");
await $`iptables -A FORWARD -p icmp -j ACCEPT`;
await $`ip netns exec docker1 ping -c 1 203.0.113.2`;
await until($`grep -q "SRC=203.0.113.2" /run/trace.log`);
await $`sed -n '/DST=203.0.113.2/p' /run/trace.log`;

step("stop-the-monitor");
await $`kill $(cat /run/monitor.pid)`;

step("as-a-path");
await trace("docker1", "host");
await trace("docker1", "outside");
