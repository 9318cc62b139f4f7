#!/usr/bin/env bun
// Lab 06: watching packets on the host, with the TRACE target.   Text: docs/<language>/06-trace.md
//
//        docker1                    docker2
//   eth0 172.17.0.2/16         eth0 172.17.0.3/16
//          │                          │
//        veth1 ──────── docker0 ─── veth2            host
//                    172.17.0.1/16

import { lab } from "../harness/index.ts";

const { $, fails, step } = await lab(import.meta);

step("the-network", { given: true });
await $`ip link add docker0 type bridge`;
await $`ip address add 172.17.0.1/16 dev docker0`;
await $`ip link set docker0 up`;
await $`ip netns add docker1`;
await $`ip link add veth1 type veth peer name eth0 netns docker1`;
await $`ip link set veth1 master docker0 up`;
await $`ip -n docker1 address add 172.17.0.2/16 dev eth0`;
await $`ip -n docker1 link set eth0 up`;
await $`ip netns add docker2`;
await $`ip link add veth2 type veth peer name eth0 netns docker2`;
await $`ip link set veth2 master docker0 up`;
await $`ip -n docker2 address add 172.17.0.3/16 dev eth0`;
await $`ip -n docker2 link set eth0 up`;
await $`ip netns exec docker1 ping -c 1 172.17.0.1`;

step("two-rules");
await $`iptables --version`;
await $`iptables -t raw -A OUTPUT -p icmp -j TRACE`;
await $`iptables -t raw -A PREROUTING -p icmp -j TRACE`;
await $`iptables -t raw -S`;

step("start-the-monitor");
await $`xtables-monitor --trace > /run/trace.log 2>&1 < /dev/null & echo $! > /run/monitor.pid`;
await $`timeout 20 sh -c 'until grep " 12 .* 00000100 " /proc/net/netlink; do sleep 0.1; done'`;

step("ping-the-host");
await $`ip netns exec docker1 ping -c 1 172.17.0.1`;
await $`timeout 20 sh -c 'until grep -q raw:OUTPUT:policy /run/trace.log; do sleep 0.1; done'`;
await $`cat /run/trace.log`;

step("a-rule-on-the-way");
await $`iptables -A INPUT -p icmp -j ACCEPT`;
await $`ip netns exec docker1 ping -c 1 172.17.0.1`;
await $`timeout 20 sh -c 'until grep filter:INPUT:rule /run/trace.log; do sleep 0.1; done'`;
await $`iptables -D INPUT -p icmp -j ACCEPT`;

step("bridged-frames");
await $`sysctl -e net.bridge.bridge-nf-call-iptables`;
await $`ip netns exec docker1 ping -c 1 172.17.0.3`;
await $`ip netns exec docker1 ping -c 1 -s 100 172.17.0.1`;
await $`timeout 20 sh -c 'until grep LEN=128 /run/trace.log; do sleep 0.1; done'`;
await fails($`grep -c DST=172.17.0.3 /run/trace.log`, /^0$/m);

step("stop-the-monitor");
await $`kill $(cat /run/monitor.pid)`;
