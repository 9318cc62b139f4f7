import type { Tried } from "./exercise.ts";

const hosts = { host1: "172.17.1.0/24", host2: "172.17.2.0/24", host3: "172.17.3.0/24" };
const onEach = (command: (host: string, subnet: string) => string) =>
  Object.entries(hosts)
    .map(([host, subnet]) => command(host, subnet))
    .join("\n");

const routes = `
  ip netns exec host1 sysctl -w net.ipv4.ip_forward=1
  ip netns exec host2 sysctl -w net.ipv4.ip_forward=1
  ip -n host1 route add 172.17.2.0/24 via 192.168.56.12
  ip -n host2 route add 172.17.1.0/24 via 192.168.56.11
  ip -n host1 route add 172.17.3.0/24 via 192.168.56.1
  ip -n host2 route add 172.17.3.0/24 via 192.168.56.1
  ip -n host3 route add 172.17.0.0/16 via 192.168.57.1
  ip -n router route add 172.17.1.0/24 via 192.168.56.11
  ip -n router route add 172.17.2.0/24 via 192.168.56.12
  ip -n router route add 172.17.3.0/24 via 192.168.57.13`;
const accepted = onEach(
  (host) => `ip netns exec ${host} iptables -I FORWARD -s 172.17.0.0/16 -d 172.17.0.0/16 -j ACCEPT`,
);
const excepted = onEach(
  (host, subnet) => `ip netns exec ${host} iptables -t nat -I POSTROUTING -s ${subnet} -d 172.17.0.0/16 -j ACCEPT`,
);
const flushed = onEach(
  (host) => `ip netns exec ${host} sh -c 'iptables -P FORWARD ACCEPT; iptables -F; iptables -t nat -F'`,
);

/** Answers by what a ping of the candidate itself says. */
const pinged = `
  cd /run/answers
  for hop in $(cat candidates); do
    if ip netns exec host1 ping -c 1 -W 1 $hop; then echo $hop >> delivers; else echo $hop >> lost; fi
  done
  echo none > refused
  ip -n host1 neigh | grep -o 'lladdr [^ ]*' | cut -d ' ' -f 2 > macs
  for hop in $(cat delivers); do echo $hop=1500 >> path-mtu; done`;

const words = ["refused", "lost", "delivers"] as const;

export default {
  passingAtStart: ["kept-network"],
  withoutTheLesson: {
    "routes alone": routes,
    "routes, and every rule flushed": `${routes}\n${flushed}`,
    "routes and accepting rules, no exception from MASQUERADE": `${routes}\n${accepted}`,
    "all that the network needs, and the candidates pinged": `${routes}\n${accepted}\n${excepted}\n${pinged}`,
    "a firewall that accepts TCP, and pings of containers": `${routes}\n${accepted}\n${excepted}
      ${onEach((host) => `ip netns exec ${host} iptables -I FORWARD -p tcp -j ACCEPT`)}`,
    "a firewall that accepts what it is sent": `${routes}\n${excepted}
      ${onEach((host) => `ip netns exec ${host} iptables -I FORWARD -o docker0 -j ACCEPT`)}`,
  },
  mistakes: {
    "one port of TCP is let in from the segment": {
      commands: "ip netns exec host1 iptables -I FORWARD -i eth0 -p tcp --dport 8443 -j ACCEPT",
      caughtBy: "still-closed",
    },
    "UDP that comes from one port is let in from the segment": {
      commands: "ip netns exec host2 iptables -I FORWARD -i eth0 -p udp --sport 53 -j ACCEPT",
      caughtBy: "still-closed",
    },
    "one port of UDP is let in from the segment": {
      commands: "ip netns exec host2 iptables -I FORWARD -i eth0 -p udp -m multiport --dports 4711,4712 -j ACCEPT",
      caughtBy: "still-closed",
    },
  },
  guesses: {
    // who knows the candidates and every neighbour of host1 draws lots
    "next-hops": ({ macs = [], ...right }, random) => {
      const drawn: Record<string, string[]> = { refused: [], lost: [], delivers: [] };
      for (const hop of Object.values(right).flat()) drawn[words[random(3)]!]!.push(hop);
      const neighbours = [...macs, ...Array.from({ length: 4 }, (_, at) => `02:00:00:00:00:0${at}`)];
      return { ...drawn, macs: neighbours.filter(() => random(2) === 1) };
    },
    // who knows how many of the six deliver
    "path-mtu": (right, random) => {
      const candidates = [...right["path-mtu"]!.map((word) => word.split("=")[0]!), "a", "b", "c", "d"];
      const drawn = right["path-mtu"]!.map(() => candidates.splice(random(candidates.length), 1)[0]);
      return { "path-mtu": drawn.map((hop) => `${hop}=${700 + random(780)}`) };
    },
  },
} satisfies Tried;
