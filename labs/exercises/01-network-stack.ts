// The exercise of lab 01: six stacks, each with other parts, and one more to make.
// Text: docs/<language>/exercises/01-network-stack.md

import type { ExerciseFile } from "../../harness/index.ts";

const others = [2, 3, 4, 5, 6, 7].map((n) => `docker${n}`);

const exercise: ExerciseFile = (chance) => {
  /** Some of them: at least one has it, and at least one has not. */
  const some = () => chance.some(others, chance.number(1, others.length - 1));
  const [loopback, link, route, rule] = [some(), some(), some(), some()];
  const stack = (name: string): string[] => {
    const own = link.includes(name) ? "net1" : chance.one(["net2", "net3"]);
    const drop = "-A INPUT -p icmp -j DROP";
    const harmless = ["-A FORWARD -p icmp -j DROP", "-A INPUT -p tcp -j DROP", "-A INPUT -p icmp -j ACCEPT"];
    return [
      `ip netns add ${name}`,
      ...(loopback.includes(name) ? [`ip -n ${name} link set lo up`] : []),
      `ip -n ${name} link add ${own} type bridge`,
      `ip -n ${name} link set ${own} up`,
      `ip -n ${name} route add ${route.includes(name) ? "203.0.113.0/24" : "192.0.2.0/24"} dev ${own}`,
      `ip netns exec ${name} iptables ${rule.includes(name) ? drop : chance.one(harmless)}`,
    ];
  };
  return {
    given: others.flatMap(stack),
    questions: ["loopback", "interface", "route", "rule"],
    hides: { nodes: others },
    solution: [
      "cd /run/answers",
      "for name in loopback interface route rule; do : > $name; done",
      `for name in ${others.join(" ")}; do`,
      "  if ip -n $name link show lo | grep -q '[<,]UP[,>]'; then echo $name >> loopback; fi",
      "  if ip -n $name link show net1 2>/dev/null; then echo $name >> interface; fi",
      "  if ip -n $name route | grep -q '^203.0.113.0/24'; then echo $name >> route; fi",
      "  if ip netns exec $name iptables -C INPUT -p icmp -j DROP 2>/dev/null; then echo $name >> rule; fi",
      "done",
      "ip netns add docker1",
      "ip -n docker1 link set lo up",
      "ip -n docker1 link add net0 type bridge",
      "ip -n docker1 route add 198.51.100.0/24 dev lo",
      "ip netns exec docker1 iptables -A INPUT -p icmp -j DROP",
    ],
  };
};

export default exercise;
