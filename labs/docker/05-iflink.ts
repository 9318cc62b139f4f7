#!/usr/bin/env bun
// Lab 05 with real Docker: bun labs/05-iflink.ts --engine docker   Text: docs/<language>/05-iflink.md, from {#docker} on
//
//        docker1              docker2              docker3
//   eth0 172.17.0.2/16   eth0 172.17.0.3/16   eth0 172.17.0.4/16
//          │                    │                    │
//        veth…                veth…                veth…          host
//          └──────────────── docker0 ────────────────┘
//                         172.17.0.1/16

import { lab } from "../../harness/index.ts";

const { $, step } = await lab(import.meta);

step("docker-three-containers", { given: true });
for (const n of [1, 2, 3]) await $`docker run -d --name docker${n} busybox sleep infinity`;

step("docker-look-on-the-host");
await $`ip link`;

step("docker-ask-the-container");
const hostEnds = [];
for (const n of [1, 2, 3]) {
  const { stdout } = await $`docker exec docker${n} cat /sys/class/net/eth0/iflink`;
  hostEnds.push(stdout.trim());
}

step("docker-indexes");
for (const n of [1, 2, 3]) await $`docker exec docker${n} cat /sys/class/net/eth0/ifindex`;
await $`ip netns list-id`;

step("docker-write-it-down");
for (const [at, index] of hostEnds.entries()) {
  const { stdout } = await $`ip -o link | grep ^${index}:`;
  const [, ifname = ""] = stdout.match(/^\d+: ([^@:]+)/) ?? [];
  await $`ip link set ${ifname} alias docker${at + 1}`;
}
await $`ip link show master docker0`;
