import type { Mutation } from "../matrix.ts";

const untraced = "iptables -t raw -F";

export const way = { from: "docker1", to: "docker2", address: "172.17.0.3" };

export const passingAtStart = ["host-docker1", "host-docker2", "docker1-docker2", "forwarding"];

export const mutations: Mutation[] = [
  {
    fault: "no rule for what arrives",
    commands: "iptables -t raw -F PREROUTING",
    caughtBy: "trace-prerouting",
    also: ["trace-forwarded"],
  },
  { fault: "no rule for what the host sends", commands: "iptables -t raw -F OUTPUT", caughtBy: "trace-output" },
  {
    fault: "the rules match UDP",
    commands: `${untraced}; for c in PREROUTING OUTPUT; do iptables -t raw -A $c -p udp -j TRACE; done`,
    caughtBy: "trace-prerouting",
    also: ["trace-output", "trace-forwarded"],
  },
  {
    fault: "the rules log instead of tracing",
    commands: `${untraced}; for c in PREROUTING OUTPUT; do iptables -t raw -A $c -p icmp -j LOG; done`,
    caughtBy: "trace-prerouting",
    also: ["trace-output", "trace-forwarded"],
  },
  {
    fault: "another rule decides first",
    commands: "iptables -t raw -I PREROUTING -p icmp -j ACCEPT",
    caughtBy: "trace-prerouting",
    also: ["trace-forwarded"],
  },
  {
    fault: "one container only",
    commands: "iptables -t raw -F PREROUTING; iptables -t raw -A PREROUTING -s 172.17.0.2 -p icmp -j TRACE",
    caughtBy: "trace-prerouting",
    also: ["trace-forwarded"],
  },
  {
    fault: "requests only",
    commands: "iptables -t raw -F OUTPUT; iptables -t raw -A OUTPUT -p icmp --icmp-type echo-request -j TRACE",
    caughtBy: "trace-output",
  },
  {
    fault: "only a few packets a minute",
    commands: `${untraced}; for c in PREROUTING OUTPUT; do iptables -t raw -A $c -p icmp -m limit --limit 1/min --limit-burst 1 -j TRACE; done`,
    caughtBy: "trace-prerouting",
    also: ["trace-output", "trace-forwarded"],
  },
  {
    fault: "in docker1 instead of on the host",
    commands: `${untraced}; for c in PREROUTING OUTPUT; do ip netns exec docker1 iptables -t raw -A $c -p icmp -j TRACE; done`,
    caughtBy: "trace-prerouting",
    also: ["trace-output", "trace-forwarded"],
  },
  {
    fault: "for IPv6",
    commands: `${untraced}; for c in PREROUTING OUTPUT; do ip6tables -t raw -A $c -p ipv6-icmp -j TRACE; done`,
    caughtBy: "trace-prerouting",
    also: ["trace-output", "trace-forwarded"],
  },
  {
    fault: "only what comes from the containers",
    commands: "iptables -t raw -F PREROUTING; iptables -t raw -A PREROUTING -i docker0 -p icmp -j TRACE",
    caughtBy: "trace-forwarded",
  },
  {
    fault: "the host does not forward",
    commands: "sysctl -w net.ipv4.ip_forward=0",
    broken: { node: "host", what: "not-forwarding" },
    caughtBy: "forwarding",
  },
  {
    fault: "FORWARD drops",
    commands: "iptables -F FORWARD; iptables -P FORWARD DROP",
    broken: { node: "host", what: "filtered" },
    caughtBy: "forwarding",
  },
  {
    fault: "no way back",
    commands: "ip -n outside route del 172.17.0.0/16",
    broken: { node: "outside", what: "no-return-route" },
    caughtBy: "forwarding",
  },
  {
    fault: "no default route",
    commands: "ip -n docker1 route del default",
    broken: { node: "docker1", what: "no-route" },
    caughtBy: "forwarding",
  },
  {
    fault: "docker2 is not plugged in",
    commands: "ip link set veth2 nomaster",
    broken: { node: "host", what: "not-a-port" },
    caughtBy: "host-docker2",
    also: ["docker1-docker2"],
  },
  {
    fault: "a rule drops pings",
    commands: "iptables -A INPUT -p icmp -j DROP",
    broken: { node: "host", what: "filtered" },
    caughtBy: "host-docker1",
    also: ["host-docker2"],
  },
];

const network = `
  ip link add docker0 type bridge; ip address add 172.17.0.1/16 dev docker0; ip link set docker0 up
  for n in 1 2; do
    ip netns add docker$n
    ip link add port$n type veth peer name eth0 netns docker$n
    ip link set port$n master docker0 up
    ip -n docker$n address add 172.17.0.$((n + 1))/16 dev eth0
    ip -n docker$n link set eth0 up
    ip -n docker$n route add default via 172.17.0.1
  done
  ip netns add outside
  ip link add out0 type veth peer name eth0 netns outside
  ip address add 203.0.113.1/24 dev out0; ip link set out0 up
  ip -n outside address add 203.0.113.2/24 dev eth0; ip -n outside link set eth0 up
  ip -n outside route add default via 203.0.113.1
  sysctl -w net.ipv4.ip_forward=1`;
const rules = (iptables: string, match = "-p icmp") =>
  `for c in PREROUTING OUTPUT; do ${iptables} -t raw -A $c ${match} -j TRACE; done`;

export const alternatives: Record<string, string> = {
  "nft alone, at the priority of raw": `${network}
    nft add table ip watch
    nft 'add chain ip watch in { type filter hook prerouting priority raw; }'
    nft 'add chain ip watch out { type filter hook output priority raw; }'
    nft add rule ip watch in ip protocol icmp meta nftrace set 1
    nft add rule ip watch out ip protocol icmp meta nftrace set 1`,
  "nft for both families, ahead of everything": `${network}
    nft add table inet watch
    nft 'add chain inet watch in { type filter hook prerouting priority -400; }'
    nft 'add chain inet watch out { type filter hook output priority -400; }'
    nft add rule inet watch in meta l4proto { icmp, ipv6-icmp } meta nftrace set 1
    nft add rule inet watch out meta l4proto { icmp, ipv6-icmp } meta nftrace set 1`,
  "iptables-legacy": `${network}
    ${rules("iptables-legacy")}`,
  "everything is traced, not ICMP alone": `${network}
    ${rules("iptables", "")}`,
  "a chain of its own that both jump to": `${network}
    iptables -t raw -N WATCH; iptables -t raw -A WATCH -p icmp -j TRACE
    iptables -t raw -A PREROUTING -j WATCH; iptables -t raw -A OUTPUT -j WATCH`,
  "the rules twice, with rules for IPv6 and a firewall that lets pings pass": `${network}
    ${rules("iptables")}; ${rules("iptables")}; ${rules("ip6tables", "-p ipv6-icmp")}
    iptables -A INPUT -p icmp -j ACCEPT; iptables -A INPUT -p tcp -j DROP
    iptables -P FORWARD DROP; iptables -A FORWARD -p icmp -j ACCEPT`,
  "bridge-nf on, where the kernel has it": `${network}
    ${rules("iptables")}
    sysctl -e -w net.bridge.bridge-nf-call-iptables=1`,
  "NAT for the containers": `${network}
    ${rules("iptables")}
    iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE`,
};
