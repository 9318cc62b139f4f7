import type { Tried } from "./exercise.ts";

const others = ["docker2", "docker3", "docker4", "docker5", "docker6", "docker7"];
const parts = ["loopback", "interface", "route", "rule"];

/** All that is to be made, by somebody who has the host's stack alone. */
const onTheHost = `ip link set lo up; ip link add net0 type bridge; ip route add 198.51.100.0/24 dev lo
  iptables -A INPUT -p icmp -j DROP`;
const built = `ip netns add docker1; ip -n docker1 link set lo up; ip -n docker1 link add net0 type bridge
  ip -n docker1 route add 198.51.100.0/24 dev lo; ip netns exec docker1 iptables -A INPUT -p icmp -j DROP`;
const answered = (names: readonly string[]) =>
  parts.map((part) => `echo ${names.join(" ")} > /run/answers/${part}`).join("\n");

export default {
  withoutTheLesson: {
    "everything on the host": `${onTheHost}\n${answered(others)}`,
    "everything on the host, and docker1 is another name of it": `${onTheHost}\nip netns attach docker1 $$`,
    "docker1 as the course text makes it, and every answer is everybody": `${built}\n${answered(others)}`,
    "docker1 as the course text makes it, and every stack has what the host has": `${built}\n${answered([])}
      echo ${others.join(" ")} > /run/answers/loopback`,
    "docker1 as the course text makes it; whoever does not answer has the rule": `${built}
      for name in ${others.join(" ")}; do
        if ip netns exec $name ping -c 1 -W 0.2 127.0.0.1; then echo $name >> /run/answers/loopback
        else echo $name >> /run/answers/rule; fi
      done`,
  },
  guesses: {
    "whose-parts": (_, random) => {
      const some = () => others.filter(() => random(2) === 1);
      return Object.fromEntries(parts.map((part) => [part, some()]));
    },
  },
} satisfies Tried;
