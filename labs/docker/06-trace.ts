#!/usr/bin/env bun
// Lab 06 with real Docker: bun labs/06-trace.ts --engine docker   Text: docs/<language>/06-trace.md, from {#docker} on
//
//        docker1                    docker2                      outside
//   eth0 172.17.0.2/16         eth0 172.17.0.3/16          eth0 203.0.113.2/24
//          │                          │                            │
//      veth… ──────── docker0 ───── veth…          host          veth3
//                  172.17.0.1/16                            203.0.113.1/24

import { lab } from "../../harness/index.ts";

const { $, fails, step, trace } = await lab(import.meta);

step("docker-containers", { given: true });
await $`docker run -d --name docker1 busybox sleep infinity`;
await $`docker run -d --name docker2 busybox sleep infinity`;

step("docker-outside", { given: true });
await $`ip netns add outside`;
await $`ip link add veth3 type veth peer name eth0 netns outside`;
await $`ip address add 203.0.113.1/24 dev veth3`;
await $`ip link set veth3 up`;
await $`ip -n outside address add 203.0.113.2/24 dev eth0`;
await $`ip -n outside link set eth0 up`;
await $`ip -n outside route add 172.17.0.0/16 via 203.0.113.1`;

step("docker-two-rules");
await $`iptables -t raw -A OUTPUT -p icmp -j TRACE`;
await $`iptables -t raw -A PREROUTING -p icmp -j TRACE`;

step("docker-to-the-host");
await trace("docker1", "host");

step("docker-bridged");
await $`sysctl -e -w net.bridge.bridge-nf-call-iptables=1`;
await trace("docker1", "docker2");

step("docker-through-the-host");
await trace("docker1", "outside");

step("docker-from-outside");
await fails($`ip netns exec outside ping -c 1 -W 0.2 172.17.0.2`, /100% packet loss/);
await $`iptables -S FORWARD`;
await $`iptables -I DOCKER-USER -p icmp -j ACCEPT`;
await $`ip netns exec outside ping -c 1 172.17.0.2`;
