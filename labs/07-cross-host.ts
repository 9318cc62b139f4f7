#!/usr/bin/env bun
// Lab 07: containers on two hosts, by routes on the hosts.   Text: docs/<language>/07-cross-host.md
//
//   docker1  eth0 172.17.1.2/24                docker2  eth0 172.17.2.2/24
//                │                                          │
//   host1 docker0 172.17.1.1/24                host2 docker0 172.17.2.1/24
//         eth0 192.168.56.11/24                      eth0 192.168.56.12/24
//                │                                          │
//              port1 ───────────── switch0 ─────────────  port2          host

import { lab } from "../harness/index.ts";

const { $, fails, step } = await lab(import.meta); // the verbs (up, down, exec …); then this file again, inside the world

step("two-hosts", { given: true });
await $`ip link add switch0 type bridge`;
await $`ip link set switch0 up`;
for (const n of [1, 2]) {
  await $`ip netns add host${n}`;
  await $`ip -n host${n} link set lo up`;
  await $`ip link add port${n} type veth peer name eth0 netns host${n}`;
  await $`ip link set port${n} master switch0 up`;
  await $`ip -n host${n} address add 192.168.56.1${n}/24 dev eth0`;
  await $`ip -n host${n} link set eth0 up`;
  await $`ip netns exec host${n} sysctl -w net.ipv4.ip_forward=0`;
}

step("their-containers", { given: true });
for (const n of [1, 2]) {
  await $`ip netns add docker${n}`;
  await $`ip -n host${n} link add docker0 type bridge`;
  await $`ip -n host${n} address add 172.17.${n}.1/24 dev docker0`;
  await $`ip -n host${n} link set docker0 up`;
  await $`ip link add veth${n} netns host${n} type veth peer name eth0 netns docker${n}`;
  await $`ip -n host${n} link set veth${n} master docker0 up`;
  await $`ip -n docker${n} address add 172.17.${n}.2/24 dev eth0`;
  await $`ip -n docker${n} link set eth0 up`;
  await $`ip -n docker${n} route add default via 172.17.${n}.1`;
}

step("no-way-yet");
await $`ip netns exec host1 ping -c 1 192.168.56.12`;
await fails($`ip netns exec docker1 ping -c 1 -W 0.2 172.17.2.2`, /100% packet loss/);

step("routes");
await $`ip -n host1 route add 172.17.2.0/24 via 192.168.56.12`;
await $`ip -n host2 route add 172.17.1.0/24 via 192.168.56.11`;
await $`ip -n host1 route`;

step("forwarding");
await $`ip netns exec host1 sysctl -w net.ipv4.ip_forward=1`;
await $`ip netns exec host2 sysctl -w net.ipv4.ip_forward=1`;
await $`ip netns exec docker1 ping -c 1 172.17.2.2`;

step("docker-drops");
await $`ip netns exec host1 iptables -P FORWARD DROP`;
await $`ip netns exec host2 iptables -P FORWARD DROP`;
await fails($`ip netns exec docker1 ping -c 1 -W 0.2 172.17.2.2`, /100% packet loss/);
await $`ip netns exec host1 iptables -A FORWARD -s 172.17.0.0/16 -d 172.17.0.0/16 -j ACCEPT`;
await $`ip netns exec host2 iptables -A FORWARD -s 172.17.0.0/16 -d 172.17.0.0/16 -j ACCEPT`;

step("no-masquerade");
await $`ip netns exec host1 iptables -t nat -A POSTROUTING -s 172.17.1.0/24 ! -o docker0 -j MASQUERADE`;
await $`ip netns exec host2 iptables -t nat -A POSTROUTING -s 172.17.2.0/24 ! -o docker0 -j MASQUERADE`;
await fails($`ip netns exec docker1 ping -c 1 -W 0.2 172.17.2.2`, /100% packet loss/);
await $`ip netns exec host1 iptables -t nat -I POSTROUTING -s 172.17.1.0/24 -d 172.17.0.0/16 -j ACCEPT`;
await $`ip netns exec host2 iptables -t nat -I POSTROUTING -s 172.17.2.0/24 -d 172.17.0.0/16 -j ACCEPT`;

step("ping");
await $`ip netns exec docker1 ping -c 1 172.17.2.2`;
await $`ip netns exec docker2 ping -c 1 172.17.1.2`;
await $`ip netns exec host1 iptables -t nat -nvL POSTROUTING`;

step("next-hop-is-a-neighbour");
await fails($`ip -n host1 route add 172.17.9.0/24 via 10.9.9.9`, /Nexthop has invalid gateway/);
