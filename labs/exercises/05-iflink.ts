// The exercise of lab 05: six containers that have no name in /run/netns, and more host ends than containers.
// Text: docs/<language>/exercises/05-iflink.md
//
//   docker1 … docker5: eth0 ── an end on the host        docker6: eth0, eth1, eth2: one end on the host, two elsewhere
//   besides on the host: ends of cables to nobody's containers, and cables with both ends on the host

import type { ExerciseFile } from "../../harness/index.ts";

// A process in a network namespace of its own, with a /sys of its own, as a container's is. The substitution waits until it has
// said its pid: then it lets go of its output.
const start =
  "unshare --net --mount sh -c 'mount -o ro -t sysfs sysfs /sys; echo $$; exec sleep infinity >/dev/null 2>&1' &";

const exercise: ExerciseFile = (chance) => {
  const index = chance.deck(Array.from({ length: 900 }, (_, at) => at + 100));
  const hostEnd = () => `veth${chance.number(0, 0xfffffff).toString(16).padStart(7, "0")}`;
  const end = (at: number) => `address ${chance.mac()} index ${at}`;
  const pidOf = (name: string) => `$(cat /run/${name}.pid)`;
  const containers = [1, 2, 3, 4, 5, 6].map((n) => `docker${n}`);
  const [elsewhere, faraway] = ["$elsewhere", "$faraway"]; // the pids of nobody's containers

  /** A cable from a port of docker0 to a link in the namespace of the process: their indexes. */
  const cable = (own: number, pid: string, inside: string, there: number): string[] => {
    const name = hostEnd();
    return [
      `ip link add ${name} ${end(own)} type veth peer name ${inside} netns ${pid} ${end(there)}`,
      `ip link set ${name} master docker0 up`,
    ];
  };

  // equal indexes in several namespaces, and on the host ends with just these numbers, which are nobody's
  const [odd, even] = [index(), index()];
  const hostEnds = [1, 2, 3, 4, 5].map((n) => ({ n, own: index() }));
  const cables = [
    ...hostEnds.map(({ n, own }) => cable(own, pidOf(`docker${n}`), "eth0", n % 2 ? odd : even)),
    cable(odd, elsewhere, "eth0", index()),
    cable(even, faraway, "eth0", index()),
    // numbers that begin with the number of another end
    ...chance
      .some(hostEnds, 2)
      .map(({ own }, at) => cable(own * 10 + chance.number(0, 9), elsewhere, `wan${at}`, index())),
  ];

  // docker6: the numbers fit for each of its three, the namespace for one alone
  const [joined, ...decoys] = chance.some(["eth0", "eth1", "eth2"]);
  cables.push(cable(index(), pidOf("docker6"), joined, index()));
  for (const [at, name] of decoys.entries()) {
    const [own, there] = [index(), index()];
    const [near, far] = chance.some([elsewhere, faraway]);
    cables.push(cable(own, near, `lan${at}`, there), [
      `nsenter -t ${pidOf("docker6")} -n ip link add ${name} ${end(there)} type veth peer name port${at} netns ${far} ${end(own)}`,
    ]);
  }
  // both ends on the host; only one in the bridge, or frames would go round
  for (const _ of [1, 2]) {
    const [one, other] = [hostEnd(), hostEnd()];
    cables.push([
      `ip link add ${one} ${end(index())} type veth peer name ${other} ${end(index())}`,
      `ip link set ${one} master docker0 up`,
      `ip link set ${other} up`,
    ]);
  }

  return {
    given: [
      "ip link add docker0 type bridge",
      "ip address add 172.17.0.1/16 dev docker0",
      "ip link set docker0 up",
      ...containers.map((name) => `echo $(${start}) > /run/${name}.pid`),
      `elsewhere=$(${start})`,
      `faraway=$(${start})`,
      ...chance.some(cables).flat(),
      // all are up: what has no carrier would be told from the rest
      ...[...containers.map(pidOf), elsewhere, faraway].map(
        (pid) => `nsenter -t ${pid} -n ip link set group default up`,
      ),
      ...[1, 2, 3, 4, 5].map(
        (n) => `nsenter -t ${pidOf(`docker${n}`)} -n ip address add 172.17.0.${n + 1}/16 dev eth0`,
      ),
    ],
    questions: [...containers, "nobody"],
    hides: { cables: true, walks: true },
    solution: [
      "for name in docker1 docker2 docker3 docker4 docker5; do",
      "  index=$(nsenter -t $(cat /run/$name.pid) -n -m cat /sys/class/net/eth0/iflink)",
      `  ip -o link | sed -n "s/^$index: \\([^@:]*\\).*/\\1/p" > /run/answers/$name`,
      "done",
      `ip netns attach docker6 ${pidOf("docker6")}`,
      "ip -o link | sed -n 's/^[0-9]*: \\([^@]*\\)@.* link-netns docker6\\b.*/\\1/p' > /run/answers/docker6",
      "ip netns del docker6",
      "ip -o link show master docker0 | sed 's/^[0-9]*: \\([^@]*\\).*/\\1/' |",
      '  grep -vxF "$(cat /run/answers/docker*)" > /run/answers/nobody',
    ],
  };
};

export default exercise;
