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
    fault: "a type that nobody uses is not traced",
    commands: "iptables -t raw -I PREROUTING -p icmp --icmp-type 40 -j ACCEPT",
    caughtBy: "trace-prerouting",
  },
  {
    fault: "a code of a type is not traced",
    commands: "iptables -t raw -I OUTPUT -p icmp --icmp-type port-unreachable -j ACCEPT",
    caughtBy: "trace-output",
  },
  {
    fault: "nft lets types between two numbers out, and a code by name",
    commands: `nft add table ip x; nft 'add chain ip x p { type filter hook prerouting priority -301; }'
      iptables -t raw -F PREROUTING
      nft add rule ip x p icmp type 60-70 accept; nft add rule ip x p icmp type destination-unreachable icmp code 3 accept
      nft add rule ip x p meta l4proto icmp meta nftrace set 1`,
    caughtBy: "trace-prerouting",
  },
  {
    fault: "the trace is switched off again, of what docker2 sends",
    commands: `nft add table ip x; nft 'add chain ip x p { type filter hook prerouting priority -290; }'
      nft add rule ip x p ip saddr 172.17.0.3 meta nftrace set 0`,
    caughtBy: "trace-prerouting",
  },
  {
    fault: "the trace is switched off again behind the hook, of what leaves by one link",
    commands: `nft add table inet x; nft 'add chain inet x p { type filter hook postrouting priority 300; }'
      nft add rule inet x p oif veth3 meta nftrace set 0`,
    caughtBy: "trace-output",
    also: ["trace-forwarded"],
  },
  {
    fault: "the trace is switched off again before FORWARD, of what comes from outside",
    commands: `nft add table ip x; nft 'add chain ip x p { type filter hook prerouting priority -150; }'
      nft add chain ip x off; nft add rule ip x off meta nftrace set 0
      nft 'add rule ip x p ip saddr vmap { 203.0.113.2 : jump off }'`,
    caughtBy: "trace-forwarded",
    also: ["trace-prerouting"],
  },
  {
    fault: "a limit of which nobody sees the end soon",
    commands:
      "iptables -t raw -F PREROUTING; iptables -t raw -A PREROUTING -p icmp -m limit --limit 1/hour --limit-burst 1000 -j TRACE",
    caughtBy: "trace-prerouting",
  },
  {
    fault: "a quota, in iptables-legacy",
    commands: "iptables -t raw -F OUTPUT; iptables-legacy -t raw -A OUTPUT -p icmp -m quota --quota 1000000 -j TRACE",
    caughtBy: "trace-output",
  },
  {
    fault: "somebody's packets are let by, whom nobody here knows",
    commands: "iptables -t raw -I PREROUTING -s 198.51.100.77 -j ACCEPT",
    caughtBy: "trace-prerouting",
  },
  {
    fault: "what the host sends to somebody's network is let by",
    commands: "iptables -t raw -I OUTPUT -d 198.51.100.0/24 -j RETURN",
    caughtBy: "trace-output",
  },
  {
    fault: "what is for everybody on the link is not traced",
    commands:
      "iptables -t raw -F PREROUTING; iptables -t raw -A PREROUTING -p icmp -m pkttype --pkt-type unicast -j TRACE",
    caughtBy: "trace-prerouting",
  },
  {
    fault: "packets with an option in the header are not traced (ping -R)",
    commands: "nft insert rule ip raw PREROUTING ip option rr exists return",
    caughtBy: "trace-prerouting",
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
  {
    fault: "only what the host sends by docker0",
    commands: `iptables -t raw -F OUTPUT; iptables -t raw -A OUTPUT -o docker0 -p icmp -j TRACE`,
    caughtBy: "trace-output",
  },
  {
    fault: "only what the host sends to the containers",
    commands: `iptables -t raw -F OUTPUT; iptables -t raw -A OUTPUT -d 172.17.0.0/16 -p icmp -j TRACE`,
    caughtBy: "trace-output",
  },
  {
    fault: "only what the host sends with docker0's address",
    commands: `iptables -t raw -F OUTPUT; iptables -t raw -A OUTPUT -s 172.17.0.1 -p icmp -j TRACE`,
    caughtBy: "trace-output",
  },
  {
    fault: "all that the host sends but to itself",
    commands: `iptables -t raw -F OUTPUT; iptables -t raw -A OUTPUT ! -o lo -p icmp -j TRACE`,
    caughtBy: "trace-output",
  },
  {
    fault: "all that the host sends but to whom nobody named",
    commands: `iptables -t raw -F OUTPUT; for d in 172.17.0.2 172.17.0.3 127.0.0.1 172.17.0.1; do iptables -t raw -A OUTPUT -d $d -p icmp -j TRACE; done`,
    caughtBy: "trace-output",
  },
  {
    fault: "only what programs send: the kernel's answers belong to nobody",
    commands: `iptables -t raw -F OUTPUT; iptables -t raw -A OUTPUT -p icmp -m owner --uid-owner 0 -j TRACE`,
    caughtBy: "trace-output",
  },
  {
    fault: "echo requests and replies, and no other type",
    commands: `${untraced}; nft 'add table ip w; add chain ip w i { type filter hook prerouting priority raw; }; add chain ip w o { type filter hook output priority raw; }; add rule ip w i icmp type { echo-request, echo-reply } meta nftrace set 1; add rule ip w o icmp type { echo-request, echo-reply } meta nftrace set 1'`,
    caughtBy: "trace-prerouting",
    also: ["trace-output"],
  },
  {
    fault: "arriving requests alone",
    commands: `iptables -t raw -F PREROUTING; iptables -t raw -A PREROUTING -p icmp --icmp-type echo-request -j TRACE`,
    caughtBy: "trace-prerouting",
    also: ["trace-forwarded"],
  },
  {
    fault: "every type but one",
    commands: `iptables -t raw -I PREROUTING -p icmp --icmp-type timestamp-request -j ACCEPT`,
    caughtBy: "trace-prerouting",
  },
  {
    fault: "only what is as long as a ping",
    commands: `${untraced}; for c in PREROUTING OUTPUT; do iptables -t raw -A $c -p icmp -m length --length 84 -j TRACE; done`,
    caughtBy: "trace-prerouting",
    also: ["trace-output"],
  },
  {
    fault: "only short packets",
    commands: `${untraced}; for c in PREROUTING OUTPUT; do iptables -t raw -A $c -p icmp -m length --length 0:1000 -j TRACE; done`,
    caughtBy: "trace-prerouting",
    also: ["trace-output"],
  },
  {
    fault: "only what comes with a TTL of 64",
    commands: `iptables -t raw -F PREROUTING; iptables -t raw -A PREROUTING -p icmp -m ttl --ttl-eq 64 -j TRACE`,
    caughtBy: "trace-prerouting",
  },
  {
    fault: "only what is of no special service",
    commands: `${untraced}; for c in PREROUTING OUTPUT; do iptables -t raw -A $c -p icmp -m tos --tos 0 -j TRACE; done`,
    caughtBy: "trace-prerouting",
    also: ["trace-output"],
  },
  {
    fault: "only what is for the host itself",
    commands: `iptables -t raw -F PREROUTING; iptables -t raw -A PREROUTING -d 172.17.0.1 -p icmp -j TRACE`,
    caughtBy: "trace-prerouting",
    also: ["trace-forwarded"],
  },
  {
    fault: "only what the containers have as their source",
    commands: `iptables -t raw -F PREROUTING; iptables -t raw -A PREROUTING -s 172.17.0.2/31 -p icmp -j TRACE`,
    caughtBy: "trace-prerouting",
    also: ["trace-forwarded"],
  },
  {
    fault: "docker1's MAC address alone",
    commands: `iptables -t raw -F PREROUTING; iptables -t raw -A PREROUTING -p icmp -m mac --mac-source $(ip netns exec docker1 cat /sys/class/net/eth0/address) -j TRACE`,
    caughtBy: "trace-prerouting",
    also: ["trace-forwarded"],
  },
  {
    fault: "nft, where mangle is",
    commands: `${untraced}; nft 'add table ip w; add chain ip w i { type filter hook prerouting priority mangle; }; add chain ip w o { type filter hook output priority mangle; }; add rule ip w i ip protocol icmp meta nftrace set 1; add rule ip w o ip protocol icmp meta nftrace set 1'`,
    caughtBy: "trace-prerouting",
    also: ["trace-output", "trace-forwarded"],
  },
  {
    fault: "nft, a little after raw",
    commands: `${untraced}; nft 'add table ip w; add chain ip w i { type filter hook prerouting priority -250; }; add chain ip w o { type filter hook output priority -250; }; add rule ip w i ip protocol icmp meta nftrace set 1; add rule ip w o ip protocol icmp meta nftrace set 1'`,
    caughtBy: "trace-prerouting",
    also: ["trace-output", "trace-forwarded"],
  },
  {
    fault: "nft, in a table that sleeps",
    commands: `${untraced}; nft 'add table ip w { flags dormant; }; add chain ip w i { type filter hook prerouting priority raw; }; add chain ip w o { type filter hook output priority raw; }; add rule ip w i ip protocol icmp meta nftrace set 1; add rule ip w o ip protocol icmp meta nftrace set 1'`,
    caughtBy: "trace-prerouting",
    also: ["trace-output", "trace-forwarded"],
  },
  {
    fault: "nft, on the bridge and not in the host's stack",
    commands: `${untraced}; nft 'add table bridge w; add chain bridge w i { type filter hook prerouting priority -300; }; add chain bridge w o { type filter hook output priority -300; }; add rule bridge w i meta nftrace set 1; add rule bridge w o meta nftrace set 1'`,
    caughtBy: "trace-prerouting",
    also: ["trace-output", "trace-forwarded"],
  },
  {
    fault: "what bears a mark is let out first",
    commands: "iptables -t raw -I OUTPUT -m mark --mark 5 -j ACCEPT",
    caughtBy: "trace-output",
  },
  {
    fault: "nft, and all but what bears a mark",
    commands:
      "iptables -t raw -F OUTPUT; nft 'add table ip w; add chain ip w o { type filter hook output priority raw; }; add rule ip w o ip protocol icmp meta mark != 7 meta nftrace set 1'",
    caughtBy: "trace-output",
  },
  {
    fault: "every second packet",
    commands: `${untraced}; for c in PREROUTING OUTPUT; do iptables -t raw -A $c -p icmp -m statistic --mode nth --every 2 --packet 0 -j TRACE; done`,
    caughtBy: "trace-prerouting",
    also: ["trace-output", "trace-forwarded"],
  },
  {
    fault: "a limit that a few pings do not reach",
    commands: `${untraced}; for c in PREROUTING OUTPUT; do iptables -t raw -A $c -p icmp -m limit --limit 50/sec --limit-burst 20 -j TRACE; done`,
    caughtBy: "trace-prerouting",
    also: ["trace-output", "trace-forwarded"],
  },
  {
    fault: "in a chain that nobody jumps to",
    commands: `${untraced}; iptables -t raw -N WATCH; iptables -t raw -A WATCH -p icmp -j TRACE`,
    caughtBy: "trace-prerouting",
    also: ["trace-output", "trace-forwarded"],
  },
  {
    fault: "what the host sends is let out first",
    commands: `iptables -t raw -I OUTPUT -p icmp -j ACCEPT`,
    caughtBy: "trace-output",
  },
  {
    fault: "one ping in three is dropped on its way out",
    commands: `iptables -A OUTPUT -p icmp --icmp-type echo-request -m statistic --mode nth --every 3 --packet 1 -j DROP`,
    broken: { node: "host", what: "maybe-filtered" },
    caughtBy: "host-docker1",
    also: ["host-docker2"],
  },
  {
    fault: "docker2 lets no ping of docker1's in",
    commands: `ip netns exec docker2 iptables -A INPUT -s 172.17.0.2 -p icmp --icmp-type echo-request -j DROP`,
    broken: { node: "docker2", what: "filtered" },
    caughtBy: "docker1-docker2",
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
  "who is behind the host is masqueraded, and nobody outside knows a way to him": `${network}
    ${rules("iptables")}
    iptables -t nat -A POSTROUTING -s 172.17.0.0/16 -o out0 -j MASQUERADE
    ip -n outside route del default`,
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
  "a limited rule before the two, and one that ends the trace of TCP": `${network}
    iptables -t raw -A PREROUTING -p icmp -m limit --limit 1/min -j TRACE
    ${rules("iptables")}
    nft add table ip x; nft 'add chain ip x p { type filter hook prerouting priority -200; }'
    nft add rule ip x p ip protocol tcp meta nftrace set 0`,
  "a table at rest that would end the trace": `${network}
    ${rules("iptables")}
    printf '%s\\n' 'table ip x { flags dormant' 'chain p { type filter hook prerouting priority -200; meta nftrace set 0; }; }' | nft -f -`,
  "each link that packets arrive by; what the host sends to itself arrives traced": `${network}
    for link in docker0 out0; do iptables -t raw -A PREROUTING -i $link -p icmp -j TRACE; done
    iptables -t raw -A OUTPUT -p icmp -j TRACE`,
  "echo requests, and all that is none": `${network}
    ${rules("iptables", "-p icmp --icmp-type echo-request")}; ${rules("iptables", "-p icmp ! --icmp-type echo-request")}`,
  "each address of the world, in two halves": `${network}
    ${rules("iptables", "-p 1 -s 0.0.0.0/1")}; ${rules("iptables", "-p 1 -s 128.0.0.0/1")}`,
  "limits and filters behind the first table": `${network}
    ${rules("iptables")}
    iptables -A INPUT -p icmp --icmp-type echo-request -m limit --limit 5/sec -j ACCEPT
    iptables -A INPUT -p icmp --icmp-type echo-request -j DROP
    iptables -A INPUT -p icmp ! --icmp-type echo-reply -j DROP
    iptables -A OUTPUT -p icmp --icmp-type timestamp-request -j DROP`,
  "untracked, with other TTLs and marks": `${network}
    ${rules("iptables")}
    for c in PREROUTING OUTPUT; do iptables -t raw -A $c -p icmp -j CT --notrack; done
    iptables -t mangle -A PREROUTING -p icmp -j TTL --ttl-inc 1; iptables -t mangle -A OUTPUT -p icmp -j MARK --set-mark 9`,
  "nft in the family inet; chains at raw's place and later, and traces that are asked for again": `${network}
    nft 'add table inet w; add chain inet w i { type filter hook prerouting priority raw; }'
    nft 'add chain inet w o { type filter hook output priority raw; }; add chain inet w l { type filter hook input priority 0; }'
    for c in i o l; do nft add rule inet w $c ip protocol icmp counter meta nftrace set 1; done`,
  "static neighbours, a second bridge, more addresses, and a container more": `${network}
    ${rules("iptables")}
    ip link add docker9 type bridge; ip address add 172.29.0.1/16 dev docker9; ip link set docker9 up
    ip address add 172.17.0.200/32 dev docker0; ip -n docker2 address add 172.17.9.9/16 dev eth0
    ip neigh replace 172.17.0.3 lladdr $(ip netns exec docker2 cat /sys/class/net/eth0/address) dev docker0
    ip netns add spare; ip link add spare0 type veth peer name eth0 netns spare; ip link set spare0 master docker9 up`,
  "docker0 is another name of the bridge, and the way back is the containers' subnet alone": `
    ${network.replace("ip link add docker0 type bridge", "ip link add br0 type bridge; ip link property add dev br0 altname docker0")}
    ip -n outside route del default; ip -n outside route add 172.17.0.0/16 via 203.0.113.1
    ${rules("iptables")}`,
};
