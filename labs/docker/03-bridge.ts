#!/usr/bin/env bun
// Lab 03 with real Docker: bun labs/03-bridge.ts --engine docker   Text: docs/<language>/03-bridge.md, from {#docker} on
//
//        docker1                    docker2
//   eth0 172.17.0.2/16         eth0 172.17.0.3/16
//          │                          │
//      veth… ──────── docker0 ───── veth…             host
//                  172.17.0.1/16

import { lab } from "../../harness/index.ts";

const { $, step } = await lab(import.meta);

step("docker-bridge");
await $`docker version --format '{{.Server.Version}}'`;
await $`ip address show docker0`;

step("docker-two-containers");
await $`docker run -d --name docker1 busybox sleep infinity`;
await $`docker run -d --name docker2 busybox sleep infinity`;

step("docker-look-inside");
await $`docker exec docker1 ifconfig eth0`;
await $`docker exec docker1 route -n`;

step("docker-look-on-the-host");
await $`brctl show docker0`;
await $`ip link show master docker0`;
await $`docker network inspect --format '{{range .Containers}}{{.Name}} {{.IPv4Address}} {{.MacAddress}}{{println}}{{end}}' bridge`;

step("docker-ping");
await $`docker exec docker1 ping -c 1 172.17.0.3`;
await $`ping -c 1 172.17.0.2`;

step("docker-namespaces");
await $`ip netns`;
await $`nsenter --net --target $(docker inspect --format '{{.State.Pid}}' docker1) ip -br address`;

step("docker-rules");
await $`sysctl net.ipv4.ip_forward`;
await $`iptables -S`;
await $`iptables -t nat -S POSTROUTING`;
