// The exercise of lab 04: who hears what, who is behind which port, and three entries that are wrong.
// Text: docs/<language>/exercises/04-arp.md
//
//   docker1, and two of the others ── left ══════ right ── docker4, and the rest        all on the host, in 172.17.0.0/16
//   172.17.0.50 and 172.17.0.51: somebody's, behind ports of these bridges

import type { ExerciseFile } from "../../harness/index.ts";

const exercise: ExerciseFile = (chance) => {
  const port = () => `veth${chance.number(0, 0xfffffff).toString(16).padStart(7, "0")}`;
  const place = new Map(chance.some([2, 3, 5, 6]).map((n, at) => [n, at < 2 ? "left" : "right"]));
  const containers = [1, 2, 3, 4, 5, 6].map((n) => ({
    n,
    name: `docker${n}`,
    mac: chance.mac(),
    port: port(),
    bridge: n === 1 ? "left" : n === 4 ? "right" : place.get(n)!,
  }));
  const numbered = (n: number) => containers[n - 1]!;
  const five = numbered(5);
  const cable = { left: port(), right: port() };
  const strangers = chance.some(["left", "right"]).map((bridge, at) => ({
    address: `172.17.0.${50 + at}`,
    port: port(),
    bridge,
    mac: chance.mac(),
  }));

  // frames to docker5 leave by another port of its bridge, whatever is learnt there
  const wrongPort = chance.one(
    containers.filter(({ bridge, n }) => bridge === five.bridge && n !== 5).map((other) => other.port),
  );
  const settings = [
    `bridge link set dev ${numbered(2).port} bcast_flood off`,
    // two ports that hand each other nothing, where they are ports of one bridge
    ...[1, chance.one([3, 6])].map((n) => `bridge link set dev ${numbered(n).port} isolated on`),
    // whom the bridges do not learn
    ...chance.one([[1], [4], [1, 4]]).map((n) => `bridge link set dev ${numbered(n).port} learning off`),
  ];
  return {
    given: [
      "sysctl -w net.ipv6.conf.default.disable_ipv6=1",
      // with snooping a bridge has multicast frames of its own to send, and the other learns it
      ...["left", "right"].map((name) => `ip link add ${name} address ${chance.mac()} up type bridge mcast_snooping 0`),
      `ip link add ${cable.left} address ${chance.mac()} up master left type veth peer name ${cable.right} address ${chance.mac()}`,
      `ip link set ${cable.right} master right up`,
      ...chance
        .some(containers)
        .flatMap((container) => [
          `ip netns add ${container.name}`,
          `ip netns exec ${container.name} sysctl -w net.ipv6.conf.default.disable_ipv6=1`,
          `ip link add ${container.port} address ${chance.mac()} type veth peer name eth0 netns ${container.name} address ${container.mac}`,
          `ip link set ${container.port} master ${container.bridge} up`,
          `ip -n ${container.name} address add 172.17.0.${container.n + 1}/16 dev eth0`,
          `ip -n ${container.name} link set eth0 up`,
        ]),
      ...chance
        .some(strangers)
        .flatMap(({ address, mac, ...at }) => [
          `stranger=$(unshare --net sh -c 'sysctl -qw net.ipv6.conf.default.disable_ipv6=1; echo $$; exec sleep infinity >/dev/null 2>&1' &)`,
          `ip link add ${at.port} address ${chance.mac()} type veth peer name eth0 netns $stranger address ${mac}`,
          `ip link set ${at.port} master ${at.bridge} up`,
          `nsenter -t $stranger -n ip address add ${address}/16 dev eth0`,
          `nsenter -t $stranger -n ip link set eth0 up`,
        ]),
      ...settings,
      // `sticky`: what docker5 sends does not move it (bridge(8)); it is as good as learnt wrong for ever
      `bridge fdb add ${five.mac} dev ${wrongPort} master static sticky`,
      `ip -n docker3 neigh add 172.17.0.5 lladdr ${chance.mac()} dev eth0 nud permanent`,
      "ip -n docker6 route add 172.17.0.5 via 172.17.0.9",
    ],
    questions: ["hears-request", "hears-reply", "hears-second", "stranger-1", "stranger-2"],
    hides: { cables: true, walks: true },
    solution,
  };
};

const solution = [
  // who heard as many frames as a command made go round; what others send meanwhile are a few
  "containers='docker1 docker2 docker3 docker4 docker5 docker6'",
  "count() { for name in $containers; do ip netns exec $name cat /sys/class/net/eth0/statistics/rx_packets; done; }",
  "heard() {",
  '  before=($(count)); "$@"; after=($(count)); at=0',
  "  for name in $containers; do",
  "    if [ $((after[at] - before[at])) -ge 20 ]; then echo $name; fi",
  "    at=$((at + 1))",
  "  done",
  "}",
  // frames from the container to that MAC address; nobody has the IP address, so nobody answers. replace: an entry that was deleted
  // while a packet used it stays for a moment (neigh_del in net/core/neighbour.c)
  "send() {",
  "  ip -n $1 neigh replace 172.17.0.200 lladdr $2 dev eth0 nud permanent",
  "  ip netns exec $1 ping -c 20 -i 0.01 -W 0.1 172.17.0.200 >/dev/null || true",
  "  ip -n $1 neigh del 172.17.0.200 dev eth0",
  "}",
  "mac() { ip netns exec $1 cat /sys/class/net/eth0/address; }",
  "heard send docker1 ff:ff:ff:ff:ff:ff > /run/answers/hears-request",
  "heard send docker4 $(mac docker1) > /run/answers/hears-reply",
  "heard send docker1 $(mac docker4) > /run/answers/hears-second",

  "port() { bridge fdb show br $2 | grep \"^$1 \" | cut -d ' ' -f 3; }",
  "cable=$(ip -o link show master left | grep -v link-net | sed 's/^[0-9]*: \\([^@]*\\).*/\\1/')",
  "who() {",
  "  ip netns exec docker1 ping -c 1 -W 1 $1 >/dev/null",
  "  mac=$(ip -n docker1 neigh show $1 | grep -o '..:..:..:..:..:..')",
  "  at=$(port $mac left)",
  "  if [ $at = $cable ]; then at=$(port $mac right); fi",
  "  echo $mac $at",
  "}",
  "who 172.17.0.50 > /run/answers/stranger-1",
  "who 172.17.0.51 > /run/answers/stranger-2",

  "for bridge in left right; do",
  "  for entry in $(bridge fdb show br $bridge | grep sticky | tr ' ' ,); do",
  "    bridge fdb del ${entry%%,*} dev $(echo $entry | cut -d , -f 3) master",
  "  done",
  "done",
  "ip -n docker3 neigh del 172.17.0.5 dev eth0",
  "ip -n docker6 route del 172.17.0.5",
  "ip -n docker1 neigh replace 172.17.0.3 lladdr $(mac docker2) dev eth0 nud permanent",
];

export default exercise;
