#!/usr/bin/env bun
// Lab 03: a bridge is a switch, a veth pair is its cable.   Text: docs/<language>/03-bridge.md
//
//        docker1                    docker2
//   eth0 172.17.0.2/16         eth0 172.17.0.3/16
//          │                          │
//        veth1 ──────── docker0 ─── veth2            host
//                    172.17.0.1/16

import { lab } from "../harness/index.ts";

const { $, fails, step } = await lab(import.meta); // the verbs (up, down, exec …); then this file again, inside the world

step("two-containers", { given: true });
await $`ip netns add docker1`;
await $`ip netns add docker2`;
await $`ip -n docker1 -br link`;

step("create-bridge");
await $`ip link add docker0 type bridge`;
await $`ip address add 172.17.0.1/16 dev docker0`;
await $`ip link set docker0 up`;

step("plug-in-docker1");
await $`ip link add veth1 type veth peer name eth0 netns docker1`;
await $`ip link set veth1 master docker0`;
await $`ip link set veth1 up`;
await $`ip -n docker1 address add 172.17.0.2/16 dev eth0`;
await $`ip -n docker1 link set eth0 up`;

step("nobody-there-yet");
await fails($`ip netns exec docker1 ping -c 1 -W 0.2 172.17.0.3`, /100% packet loss/);

step("plug-in-docker2");
await $`ip link add veth2 type veth peer name eth0 netns docker2`;
await $`ip link set veth2 master docker0`;
await $`ip link set veth2 up`;
await $`ip -n docker2 address add 172.17.0.3/16 dev eth0`;
await $`ip -n docker2 link set eth0 up`;

step("default-route");
await $`ip -n docker1 route add default via 172.17.0.1`;
await $`ip -n docker2 route add default via 172.17.0.1`;

step("look-inside");
await $`ip netns exec docker1 ifconfig eth0`;
await $`ip -n docker1 address show eth0`;
await $`ip netns exec docker1 route -n`;
await $`ip -n docker1 route`;

step("look-on-the-host");
await $`ifconfig veth1`;
await $`brctl show`;
await $`bridge link show`;

step("ping");
await $`ip netns exec docker2 ping -c 1 172.17.0.2`;
await $`ip netns exec docker1 ping -c 1 172.17.0.1`;
await $`ping -c 1 172.17.0.3`;

step("a-port-has-no-address");
await $`ip address add 192.0.2.1/24 dev veth1`;
await $`ip -n docker1 address add 192.0.2.2/24 dev eth0`;
await fails($`ping -c 1 -W 0.2 192.0.2.2`, /100% packet loss/);
await $`ip address del 192.0.2.1/24 dev veth1`;
await $`ip address add 192.0.2.1/24 dev docker0`;
await $`ping -c 1 192.0.2.2`;

step("as-before");
await $`ip address del 192.0.2.1/24 dev docker0`;
await $`ip -n docker1 address del 192.0.2.2/24 dev eth0`;
