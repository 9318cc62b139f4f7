#!/usr/bin/env bun
// Lab 07: containers on different hosts, by routes on the hosts.   Text: docs/<language>/07-cross-host.md
//
//   docker1 172.17.1.2/24   docker2 .3     docker3 172.17.2.2/24   docker4 .3     docker5 172.17.3.2/24
//              └────── docker0 ──┘                    └────── docker0 ──┘                    docker0
//                  172.17.1.1/24  host1                   172.17.2.1/24  host2           172.17.3.1/24  host3
//             eth0 192.168.56.11/24                  eth0 192.168.56.12/24          eth0 192.168.57.13/24
//                        └──────────── switch0 ────────────┘                                    │
//                                         └── eth0 192.168.56.1/24  router  eth1 192.168.57.1/24

import { lab } from "../harness/index.ts";

const { $, fails, step } = await lab(import.meta); // the verbs (up, down, exec …); then this file again, inside the world

step("two-hosts", { given: true, known: "03" });
await $`ip link add switch0 type bridge`;
await $`ip link set switch0 up`;
for (const [node, last] of Object.entries({ host1: 11, host2: 12, router: 1 })) {
  await $`ip netns add ${node}`;
  await $`ip link add port-${node} type veth peer name eth0 netns ${node}`;
  await $`ip link set port-${node} master switch0 up`;
  await $`ip -n ${node} address add 192.168.56.${last}/24 dev eth0`;
  await $`ip -n ${node} link set eth0 up`;
}

step("behind-a-router", { given: true });
await $`ip netns add host3`;
await $`ip link add eth1 netns router type veth peer name eth0 netns host3`;
await $`ip -n router address add 192.168.57.1/24 dev eth1`;
await $`ip -n router link set eth1 up`;
await $`ip -n host3 address add 192.168.57.13/24 dev eth0`;
await $`ip -n host3 link set eth0 up`;
for (const node of ["host1", "host2"]) await $`ip -n ${node} route add 192.168.57.0/24 via 192.168.56.1`;
await $`ip -n host3 route add 192.168.56.0/24 via 192.168.57.1`;
for (const [node, on] of Object.entries({ host1: 0, host2: 0, host3: 1, router: 1 }))
  await $`ip netns exec ${node} sysctl -w net.ipv4.ip_forward=${on}`;

step("their-containers", { given: true, known: "03" });
for (const n of [1, 2, 3]) {
  await $`ip -n host${n} link add docker0 type bridge`;
  await $`ip -n host${n} address add 172.17.${n}.1/24 dev docker0`;
  await $`ip -n host${n} link set docker0 up`;
}
const parts = { docker1: "1.2", docker2: "1.3", docker3: "2.2", docker4: "2.3", docker5: "3.2" }; // of 172.17.…
for (const [docker, part] of Object.entries(parts)) {
  const host = `host${part[0]}`;
  await $`ip netns add ${docker}`;
  await $`ip link add v${docker} netns ${host} type veth peer name eth0 netns ${docker}`;
  await $`ip -n ${host} link set v${docker} master docker0 up`;
  await $`ip -n ${docker} address add 172.17.${part}/24 dev eth0`;
  await $`ip -n ${docker} link set eth0 up`;
  await $`ip -n ${docker} route add default via 172.17.${part[0]}.1`;
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
await $`ip netns exec docker4 ping -c 1 172.17.1.3`;
await $`ip netns exec host1 iptables -t nat -nvL POSTROUTING`;

step("next-hop-is-a-neighbour");
await $`ip netns exec host1 ping -c 1 192.168.57.13`;
await fails($`ip -n host1 route add 172.17.3.0/24 via 192.168.57.13`, /Nexthop has invalid gateway/);
await $`ip -n host1 route add 172.17.3.0/24 via 192.168.57.13 dev eth0 onlink`;
await fails($`ip netns exec docker1 ping -c 1 -W 0.2 172.17.3.2`, /100% packet loss/);
await $`ip -n host1 neigh show 192.168.57.13`;

step("the-router-does-not-know");
await $`ip -n host1 route replace 172.17.3.0/24 via 192.168.56.1`;
await fails($`ip netns exec host1 ping -c 1 -W 1 172.17.3.2`, /Destination Net Unreachable/);

step("routes-on-the-router");
await $`ip -n router route add 172.17.1.0/24 via 192.168.56.11`;
await $`ip -n router route add 172.17.2.0/24 via 192.168.56.12`;
await $`ip -n router route add 172.17.3.0/24 via 192.168.57.13`;
await $`ip -n host2 route add 172.17.3.0/24 via 192.168.56.1`;
await $`ip -n host3 route add 172.17.0.0/16 via 192.168.57.1`;
await $`ip netns exec docker1 ping -c 1 172.17.3.2`;
await $`ip netns exec docker5 ping -c 1 172.17.2.3`;
