// Lab 07 on two machines: this one's half, with the link between the machines in place of switch0. The words are lab 07's.
//
//   sudo bun labs/07-cross-host.ts --machine --as host1 --peer 192.168.56.12      on the first machine
//   sudo bun labs/07-cross-host.ts --machine --as host2 --peer 192.168.56.11      on the second
//
//   docker1 172.17.1.2/24   docker2 .3     docker3 172.17.2.2/24   docker4 .3
//              └────── docker0 ──┘                    └────── docker0 ──┘
//                  172.17.1.1/24  host1                   172.17.2.1/24  host2
//                            └──────────── the machines' own link ─────────┘

import { lab } from "../harness/index.ts";

const { $, step, half } = await lab(import.meta);

const halves = {
  host1: { n: 1, other: 2, containers: ["docker1", "docker2"] },
  host2: { n: 2, other: 1, containers: ["docker3", "docker4"] },
};
const { as = "", peer = "" } = half ?? {};
if (!Object.hasOwn(halves, as))
  throw new Error(`Unknown half "${as}"; the halves are: ${Object.keys(halves).join(", ")}`);
const { n, other, containers } = halves[as as keyof typeof halves];

step("their-containers", { given: true });
await $`ip link add docker0 type bridge`;
await $`ip address add 172.17.${n}.1/24 dev docker0`;
await $`ip link set docker0 up`;
for (const [i, docker] of containers.entries()) {
  await $`ip netns add ${docker}`;
  await $`ip link add v${docker} type veth peer name eth0 netns ${docker}`;
  await $`ip link set v${docker} master docker0 up`;
  await $`ip -n ${docker} address add 172.17.${n}.${i + 2}/24 dev eth0`;
  await $`ip -n ${docker} link set eth0 up`;
  await $`ip -n ${docker} route add default via 172.17.${n}.1`;
}

step("routes");
await $`ip route add 172.17.${other}.0/24 via ${peer}`;
await $`ip route get 172.17.${other}.2`;

step("forwarding");
await $`sysctl -w net.ipv4.ip_forward=1`;

step("docker-drops");
await $`iptables -P FORWARD DROP`;
await $`iptables -A FORWARD -s 172.17.0.0/16 -d 172.17.0.0/16 -j ACCEPT`;

step("no-masquerade");
await $`iptables -t nat -A POSTROUTING -s 172.17.${n}.0/24 ! -o docker0 -j MASQUERADE`;
await $`iptables -t nat -I POSTROUTING -s 172.17.${n}.0/24 -d 172.17.0.0/16 -j ACCEPT`;
