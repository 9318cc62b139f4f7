#!/usr/bin/env bun
// Lab 04: one ping, step by step: who asks for which MAC address, who hears it, and who learns what.   Text: docs/<language>/04-arp.md
//
//        docker1              docker2              docker3
//   eth0 172.17.0.2/16   eth0 172.17.0.3/16   eth0 172.17.0.4/16
//          │                    │                    │
//        veth1                veth2                veth3          host
//          └──────────────── docker0 ────────────────┘
//                         172.17.0.1/16

import { lab } from "../harness/index.ts";

const { $, fails, step, walk } = await lab(import.meta); // the verbs (up, down, exec …); then this file again, inside the world

step("switch", { given: true });
await $`sysctl -w net.ipv6.conf.default.disable_ipv6=1`;
await $`ip link add docker0 type bridge`;
await $`ip address add 172.17.0.1/16 dev docker0`;
await $`ip link set docker0 up`;

step("containers-alone", { given: true });
for (const n of [1, 2, 3]) {
  await $`ip netns add docker${n}`;
  await $`ip netns exec docker${n} sysctl -w net.ipv6.conf.default.disable_ipv6=1`;
}

step("three-containers");
for (const n of [1, 2, 3]) {
  await $`ip link add veth${n} type veth peer name eth0 netns docker${n}`;
  await $`ip link set veth${n} master docker0 up`;
  await $`ip -n docker${n} address add 172.17.0.${n + 1}/16 dev eth0`;
  await $`ip -n docker${n} link set eth0 up`;
}

step("the-route");
await $`ip -n docker1 route get 172.17.0.3`;

step("nobody-knows-anybody");
await $`ip -n docker1 neigh`;
await $`bridge fdb show br docker0 dynamic`;

step("the-first-ping");
await walk("docker1", "docker2");

step("neighbours");
await $`ip -n docker1 neigh`;
await $`ip -n docker2 neigh`;
await $`ip -n docker3 neigh`;
await $`ip -n docker2 link show eth0`;

step("cam-table");
await $`bridge fdb show br docker0 dynamic`;
await $`brctl showmacs docker0`;

step("the-second-ping");
await walk("docker1", "docker2");

step("the-switch-forgets");
await $`bridge fdb del $(ip netns exec docker2 cat /sys/class/net/eth0/address) dev veth2 master`;
await walk("docker1", "docker2");

step("nobody-has-it");
await fails($`ip netns exec docker1 ping -c 1 -W 0.2 172.17.0.9`, /100% packet loss/);
await $`ip -n docker1 neigh show 172.17.0.9`;

step("everybody-talks");
await $`ip netns exec docker3 ping -c 1 172.17.0.2`;
await $`ip netns exec docker3 ping -c 1 172.17.0.3`;
await $`bridge fdb show br docker0 dynamic`;
