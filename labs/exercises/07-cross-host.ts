// The exercise of lab 07: hosts as Docker leaves them, and next hops of every kind.   Text: docs/<language>/exercises/07-cross-host.md
//
//   the network of lab 07, and besides, in the segment of switch0:
//   host4 … host7   192.168.56.…        web1   all of 198.51.100.0/24, behind three of them

import type { ExerciseFile } from "../../harness/index.ts";

/** How a host that Docker has been on filters and masquerades, but that it was set to forward nothing since. */
const asDockerLeavesIt = (host: string, subnet: string): string => {
  const lines = [
    ...["*filter", ":FORWARD DROP", ":DOCKER -", ":DOCKER-USER -"],
    "-A FORWARD -j DOCKER-USER",
    "-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
    "-A FORWARD -o docker0 -j DOCKER",
    "-A FORWARD -i docker0 ! -o docker0 -j ACCEPT",
    "-A FORWARD -i docker0 -o docker0 -j ACCEPT",
    "-A DOCKER-USER -j RETURN",
    "COMMIT",
    "*nat",
    `-A POSTROUTING -s ${subnet} ! -o docker0 -j MASQUERADE`,
    "COMMIT",
  ];
  return `printf '%s\\n' ${lines.map((line) => `'${line}'`).join(" ")} | ip netns exec ${host} iptables-restore`;
};

const inSegment = (node: string, address: string, mac = ""): string[] => [
  `ip netns add ${node}`,
  `ip link add port-${node} type veth peer name eth0 netns ${node}${mac && ` address ${mac}`}`,
  `ip link set port-${node} master switch0 up`,
  `ip -n ${node} address add ${address}/24 dev eth0`,
  `ip -n ${node} link set eth0 up`,
];

const forwards = (node: string, on: 0 | 1): string => `ip netns exec ${node} sysctl -w net.ipv4.ip_forward=${on}`;

const dockerHost = (n: number, containers: Record<string, string>): string[] => [
  `ip -n host${n} link add docker0 type bridge`,
  `ip -n host${n} address add 172.17.${n}.1/24 dev docker0`,
  `ip -n host${n} link set docker0 up`,
  ...Object.entries(containers).flatMap(([docker, address]) => [
    `ip netns add ${docker}`,
    `ip link add v${docker} netns host${n} type veth peer name eth0 netns ${docker}`,
    `ip -n host${n} link set v${docker} master docker0 up`,
    `ip -n ${docker} address add ${address}/24 dev eth0`,
    `ip -n ${docker} link set eth0 up`,
    `ip -n ${docker} route add default via 172.17.${n}.1`,
  ]),
  asDockerLeavesIt(`host${n}`, `172.17.${n}.0/24`),
];

const network = [
  "ip link add switch0 type bridge",
  "ip link set switch0 up",
  ...inSegment("host1", "192.168.56.11"),
  ...inSegment("host2", "192.168.56.12"),
  ...inSegment("router", "192.168.56.1"),
  "ip netns add host3",
  "ip link add eth1 netns router type veth peer name eth0 netns host3",
  "ip -n router address add 192.168.57.1/24 dev eth1",
  "ip -n router link set eth1 up",
  "ip -n host3 address add 192.168.57.13/24 dev eth0",
  "ip -n host3 link set eth0 up",
  "ip -n host1 route add 192.168.57.0/24 via 192.168.56.1",
  "ip -n host2 route add 192.168.57.0/24 via 192.168.56.1",
  "ip -n host3 route add 192.168.56.0/24 via 192.168.57.1",
  ...["host1", "host2"].map((host) => forwards(host, 0)),
  ...["host3", "router"].map((node) => forwards(node, 1)),
  ...dockerHost(1, { docker1: "172.17.1.2", docker2: "172.17.1.3" }),
  ...dockerHost(2, { docker3: "172.17.2.2", docker4: "172.17.2.3" }),
  ...dockerHost(3, { docker5: "172.17.3.2" }),
];

/** Between containers: an accepting rule, and an exception from MASQUERADE. */
const betweenContainers = (host: string, subnet: string): string[] => [
  `ip netns exec ${host} iptables -I DOCKER-USER -s 172.17.0.0/16 -d 172.17.0.0/16 -j ACCEPT`,
  `ip netns exec ${host} iptables -t nat -I POSTROUTING -s ${subnet} -d 172.17.0.0/16 -j ACCEPT`,
];

const routes: [node: string, subnet: string, via: string][] = [
  ["host1", "172.17.2.0/24", "192.168.56.12"],
  ["host2", "172.17.1.0/24", "192.168.56.11"],
  ["host1", "172.17.3.0/24", "192.168.56.1"],
  ["host2", "172.17.3.0/24", "192.168.56.1"],
  ["host3", "172.17.0.0/16", "192.168.57.1"],
  ["router", "172.17.1.0/24", "192.168.56.11"],
  ["router", "172.17.2.0/24", "192.168.56.12"],
  ["router", "172.17.3.0/24", "192.168.57.13"],
];

/** Tries each candidate as a student would, and writes down what it is. */
const tryThem = `
cd /run/answers
rm -f refused lost delivers macs path-mtu
for hop in $(cat candidates); do
  if ! ip -n host1 route add 198.51.100.0/24 via $hop 2> /dev/null; then echo $hop >> refused; continue; fi
  if ip netns exec host1 ping -c 1 -i 0.2 -w 1 198.51.100.9; then
    echo $hop >> delivers
    ip -n host1 neigh show $hop | grep -o 'lladdr [0-9a-f:]*' | cut -d ' ' -f 2 >> macs
    size=1500
    until ip netns exec host1 ping -c 1 -W 1 -M do -s $((size - 28)) 198.51.100.9; do
      size=$(ip -n host1 route get 198.51.100.9 | grep -o 'mtu [0-9]*' | cut -d ' ' -f 2)
    done
    echo $hop=$size >> path-mtu
  else
    echo $hop >> lost
  fi
  ip -n host1 route del 198.51.100.0/24
done`;

const exercise: ExerciseFile = (chance) => {
  const address = chance.deck(Array.from({ length: 80 }, (_, at) => `192.168.56.${at + 20}`));
  const at = (name: string) => ({ name, address: address() });
  const names = chance.some(["host4", "host5", "host6", "host7"]);
  const [one, two, silent, lost] = [at(names[0]), at(names[1]), at(names[2]), at(names[3])];
  const wired = [one, two, silent]; // silent: it forwards nothing; lost: it knows no way
  const mtus = chance.some(
    Array.from({ length: 780 }, (_, at) => 700 + at),
    wired.length,
  );
  const neighbours = [silent.address, lost.address, address(), "192.168.56.1", "172.17.1.3"];
  const strangers = ["192.168.57.13", "192.168.57.1", "192.168.58.2", "192.168.56.11"];
  const refused = chance.number(1, 3);
  const candidates = [
    ...[one.address, two.address],
    ...chance.some(strangers, refused),
    ...chance.some(neighbours, 4 - refused),
  ];
  return {
    given: [
      ...network,
      ...[one, two, silent, lost]
        .toSorted((a, b) => a.name.localeCompare(b.name))
        .flatMap((host) => [
          ...inSegment(host.name, host.address, chance.mac()),
          forwards(host.name, host === silent ? 0 : 1),
        ]),
      "ip netns add web1",
      "ip -n web1 link set lo up",
      "ip -n web1 route add local 198.51.100.0/24 dev lo",
      ...wired.flatMap(({ name: host }, at) => [
        `ip link add eth1 netns ${host} mtu ${mtus[at]} type veth peer name eth${at} netns web1 mtu ${mtus[at]}`,
        `ip -n ${host} address add 192.168.${58 + at}.1/24 dev eth1`,
        `ip -n ${host} link set eth1 up`,
        `ip -n web1 address add 192.168.${58 + at}.2/24 dev eth${at}`,
        `ip -n web1 link set eth${at} up`,
        `ip -n ${host} route add 198.51.100.0/24 via 192.168.${58 + at}.2`,
      ]),
      "ip -n web1 route add default via 192.168.58.1",
      `echo ${chance.some(candidates).join(" ")} > /run/answers/candidates`,
    ],
    questions: ["refused", "lost", "delivers", "macs", "path-mtu"],
    hides: { nodes: ["host4", "host5", "host6", "host7", "web1"], walks: ["198.51.100.0/24"] },
    solution: [
      ...["host1", "host2"].map((host) => forwards(host, 1)),
      ...routes.map(([node, subnet, via]) => `ip -n ${node} route add ${subnet} via ${via}`),
      ...betweenContainers("host1", "172.17.1.0/24"),
      ...betweenContainers("host2", "172.17.2.0/24"),
      ...betweenContainers("host3", "172.17.3.0/24"),
      tryThem,
    ],
  };
};

export default exercise;
