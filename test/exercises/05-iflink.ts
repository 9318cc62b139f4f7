import type { Tried } from "./exercise.ts";

const containers = ["docker1", "docker2", "docker3", "docker4", "docker5", "docker6"];
const inside = (name: string) => `nsenter -t $(cat /run/${name}.pid) -n -m`;
const answered = (end: (name: string, at: number) => string) =>
  containers.map((name, at) => `${end(name, at)} > /run/answers/${name}`).join("\n");
const others = `ip -o link show master docker0 | sed 's/^[0-9]*: \\([^@]*\\).*/\\1/' |
  grep -vxF "$(cat /run/answers/docker*)" > /run/answers/nobody`;
const numbered = (index: string) => `ip -o link | sed -n "s/^${index}: \\([^@:]*\\).*/\\1/p" | head -n 1`;

export default {
  withoutTheLesson: {
    "the names in the course text's drawing": `${answered(
      (_, at) => `echo ${["veth8c41e07", "veth3f2a1c9", "vethb65d90a", "veth51c09be", "vethe7730d2", "veth1"][at]}`,
    )}\n${others}`,
    "the order in which the host lists them": `${answered(
      (_, at) => `ip -br link show master docker0 | sed -n '${at + 1}s/@.*//p'`,
    )}\n${others}`,
    "a link's own index, not the other end's": `${answered((name) =>
      numbered(`$(${inside(name)} cat /sys/class/net/eth0/ifindex)`),
    )}\n${others}`,
    "the host's end that says @if and the link's own index": `${answered(
      (name) => `ip -br link | sed -n "s/@if$(${inside(name)} cat /sys/class/net/eth0/ifindex) .*//p" | head -n 1`,
    )}\n${others}`,
    "the index without the namespace: of docker6 the first, the second, the third that fits": answered((name) =>
      numbered(`$(${inside(name)} cat /sys/class/net/eth0/iflink)`),
    ).concat(`\nfor n in 1 2; do
      for name in $(cat /run/answers/docker6); do ip link set $name alias mine; done
      ip -o link show master docker0 | grep -v alias | sed 's/^[0-9]*: \\([^@]*\\).*/\\1/' > /run/answers/nobody
    done`),
    "cables of one's own, whose names are known": `${containers
      .map(
        (name, at) => `${inside(name)} ip link del eth0
        ip link add mine${at} type veth peer name eth0 netns $(cat /run/${name}.pid)
        ip link set mine${at} master docker0 alias ${name} up; echo mine${at} > /run/answers/${name}`,
      )
      .join("\n")}\n${others}`,
  },
  guesses: {
    "host-ends": (right, random) => {
      const ends = Object.values(right).flat();
      const drawn = containers.slice(0, 5).map((name) => [name, ends.splice(random(ends.length), 1)]);
      return Object.fromEntries(drawn);
    },
    "index-and-namespace": (right, random) => {
      const ends = Object.values(right).flat();
      const own = ends.splice(random(ends.length), 1);
      return { docker6: own, nobody: ends.filter(() => random(2) === 1) };
    },
  },
} satisfies Tried;
