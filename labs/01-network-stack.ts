#!/usr/bin/env bun
// Lab 01: a network stack is interfaces, loopback, routes and rules.   Text: docs/<language>/01-network-stack.md
//
//        host                       docker1
//   lo  127.0.0.1/8            lo  127.0.0.1/8, net0
//   routes, rules              routes, rules         two stacks, nothing shared, nothing joins them

import { lab } from "../harness/index.ts";

const { $, fails, step } = await lab(import.meta);

step("host-stack");
await $`ip address`;
await $`ip route show table local`;
await $`iptables -S`;

step("second-stack", { given: true });
await $`ip netns add docker1`;
await $`readlink /proc/self/ns/net`;
await $`ip netns exec docker1 readlink /proc/self/ns/net`;

step("loopback-is-down");
await $`ip -n docker1 address`;
await fails($`ip netns exec docker1 ping -c 1 127.0.0.1`, /Network is unreachable/);

step("loopback-up");
await $`ip -n docker1 link set lo up`;
await $`ip -n docker1 address show lo`;
await $`ip netns exec docker1 ping -c 1 127.0.0.1`;

step("own-interface");
await $`ip -n docker1 link add net0 type bridge`;
await $`ip -n docker1 -br link`;
await $`ip -br link`;
await fails($`ip link show net0`, /does not exist/);

step("own-routes");
await $`ip -n docker1 route add 198.51.100.0/24 dev lo`;
await $`ip -n docker1 route`;
await $`ip route`;
await $`ip route show 198.51.100.0/24`;

step("own-rules");
await $`ip netns exec docker1 iptables -A INPUT -p icmp -j DROP`;
await $`ip netns exec docker1 iptables -S`;
await $`iptables -S`;

step("rule-works");
await fails($`ip netns exec docker1 ping -c 1 -W 0.2 127.0.0.1`, /100% packet loss/);
await $`ping -c 1 127.0.0.1`;
