#!/usr/bin/env bun
// Lab 05: which host interface belongs to which container?   Text: docs/<language>/05-iflink.md
//
//        docker1              docker2              docker3
//   eth0 172.17.0.2/16   eth0 172.17.0.3/16   eth0 172.17.0.4/16
//          │                    │                    │
//     veth8c41e07          veth3f2a1c9          vethb65d90a          host
//          └──────────────── docker0 ────────────────┘
//                         172.17.0.1/16

import { lab } from "../harness/index.ts";

const { $, step } = await lab(import.meta); // the verbs (up, down, exec …); then this file again, inside the world

step("switch", { given: true });
await $`ip link add docker0 type bridge`;
await $`ip address add 172.17.0.1/16 dev docker0`;
await $`ip link set docker0 up`;

step("start-docker2", { given: true });
await $`ip netns add docker2`;
await $`ip link add veth3f2a1c9 type veth peer name eth0 netns docker2`;
await $`ip link set veth3f2a1c9 master docker0 up`;
await $`ip -n docker2 address add 172.17.0.3/16 dev eth0`;
await $`ip -n docker2 link set eth0 up`;

step("start-docker3", { given: true });
await $`ip netns add docker3`;
await $`ip link add vethb65d90a type veth peer name eth0 netns docker3`;
await $`ip link set vethb65d90a master docker0 up`;
await $`ip -n docker3 address add 172.17.0.4/16 dev eth0`;
await $`ip -n docker3 link set eth0 up`;

step("start-docker1", { given: true });
await $`ip netns add docker1`;
await $`ip link add veth8c41e07 type veth peer name eth0 netns docker1`;
await $`ip link set veth8c41e07 master docker0 up`;
await $`ip -n docker1 address add 172.17.0.2/16 dev eth0`;
await $`ip -n docker1 link set eth0 up`;

step("look-on-the-host");
await $`ip link`;

step("ask-the-container");
await $`ip netns exec docker1 cat /sys/class/net/eth0/iflink`;
await $`ip netns exec docker2 cat /sys/class/net/eth0/iflink`;
await $`ip netns exec docker3 cat /sys/class/net/eth0/iflink`;

step("index-is-not-enough");
await $`ip netns exec docker1 cat /sys/class/net/eth0/ifindex`;
await $`ip netns exec docker2 cat /sys/class/net/eth0/ifindex`;
await $`ip netns exec docker3 cat /sys/class/net/eth0/ifindex`;
await $`ip link show docker0`;

step("the-namespace-too");
await $`ip -j -p link show type veth | grep -E '"(ifindex|ifname|link_index|link_netnsid)"'`;
await $`ip netns list-id`;
await $`ip -n docker1 link show eth0`;
await $`ip -n docker1 netns list-id`;

step("write-it-down");
await $`ip link set veth8c41e07 alias docker1`;
await $`ip link set veth3f2a1c9 alias docker2`;
await $`ip link set vethb65d90a alias docker3`;
await $`ip link show master docker0`;
