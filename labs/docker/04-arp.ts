#!/usr/bin/env bun
// Lab 04 with real Docker: bun labs/04-arp.ts --engine docker   Text: docs/<language>/04-arp.md, from {#docker} on
//
//        docker1              docker2              docker3
//   eth0 172.17.0.2/16   eth0 172.17.0.3/16   eth0 172.17.0.4/16
//          │                    │                    │
//        veth…                veth…                veth…          host
//          └──────────────── docker0 ────────────────┘
//                         172.17.0.1/16

import { lab } from "../../harness/index.ts";

const { $, step, walk } = await lab(import.meta);

step("docker-three-containers");
for (const n of [1, 2, 3]) await $`docker run -d --name docker${n} busybox sleep infinity`;

step("docker-macs");
for (const n of [1, 2, 3]) await $`docker exec docker${n} cat /sys/class/net/eth0/address`;
await $`ip -br link show docker0`;

step("docker-the-first-ping");
await $`docker exec docker1 ip neigh`;
await $`bridge fdb show br docker0 dynamic`;
await walk("docker1", "docker2");

step("docker-tables");
await $`docker exec docker1 ip neigh`;
await $`docker exec docker3 ip neigh`;
await $`bridge fdb show br docker0 dynamic`;

step("docker-the-second-ping");
await walk("docker1", "docker2");
