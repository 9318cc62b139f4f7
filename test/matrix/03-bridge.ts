import type { Mutation } from "../matrix.ts";

const flushed = (node: string) => `ip -n ${node} neigh flush all`;

/** A stack on the bridge that nobody can look into: a process alone holds it. */
const nameless = (address: string) => `
  unshare --net sleep infinity >/dev/null 2>&1 </dev/null & pid=$!
  until [ "$(readlink /proc/$pid/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done
  ip link add third type veth peer name eth0 netns $pid; ip link set third master docker0 up
  nsenter -t $pid -n ip address add ${address}/16 dev eth0; nsenter -t $pid -n ip link set eth0 up`;

export const way = { from: "docker1", to: "docker2", address: "172.17.0.3" };

export const mutations: Mutation[] = [
  {
    fault: "a policy rule of docker1 refuses one type of service",
    commands: "ip -n docker1 rule add tos 0x10 lookup 7; ip -n docker1 route add unreachable default table 7",
    caughtBy: "docker1-docker2",
    also: ["host-docker1"],
    broken: { node: "docker1", what: ["no-route", "no-return-route"] },
  },
  {
    fault: "a route of docker2 refuses one type of service",
    commands: "ip -n docker2 route add unreachable 172.17.0.2 tos 0x10",
    caughtBy: "docker1-docker2",
    broken: { node: "docker2", what: "no-return-route" },
  },
  {
    fault: "a wrong neighbour that needs no resolution",
    commands: "ip -n docker1 neigh replace 172.17.0.3 lladdr 02:00:00:00:00:77 dev eth0 nud noarp",
    caughtBy: "docker1-docker2",
    broken: { node: "docker1", what: "wrong-neighbour" },
  },
  {
    fault: "thirty pings, then one a minute",
    commands: `ip netns exec docker2 iptables -A INPUT -p icmp -m limit --limit 1/min --limit-burst 30 -j ACCEPT
      ip netns exec docker2 iptables -A INPUT -p icmp -j DROP`,
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
    broken: { node: "docker2", what: "maybe-filtered" },
  },
  {
    fault: "one packet in forty is dropped",
    commands: `ip netns exec docker2 nft 'add table ip f; add chain ip f c { type filter hook input priority 0; }
      add rule ip f c ip protocol icmp numgen inc mod 40 == 0 drop'`,
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
    broken: { node: "docker2", what: "maybe-filtered" },
  },
  {
    fault: "what met congestion is dropped",
    commands: `ip netns exec docker2 nft 'add table ip f; add chain ip f c { type filter hook input priority 0; }
      add rule ip f c ip ecn ce drop'`,
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
    broken: { node: "docker2", what: "maybe-filtered" },
  },
  {
    fault: "docker2 leads one port of TCP to another",
    commands: "ip netns exec docker2 iptables -t nat -A PREROUTING -p tcp --dport 8000 -j REDIRECT --to-port 8001",
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
  },
  {
    fault: "docker1 leads what it sends to one port of docker2 to the host",
    commands: `ip netns exec docker1 iptables -t nat -A OUTPUT -d 172.17.0.3 -p tcp --dport 7777 -j DNAT --to 172.17.0.1`,
    caughtBy: "docker1-docker2",
    broken: { node: "docker1", what: "led-away" },
  },
  {
    fault: "docker2 leads ports of UDP elsewhere, by a map",
    commands: `ip netns exec docker2 nft 'add table ip f; add chain ip f c { type nat hook prerouting priority -100; }
      add rule ip f c meta l4proto udp redirect to :udp dport map { 5000 : 5001, 6000 : 6001 }'`,
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
  },
  {
    fault: "a port between two ranges that are let through",
    commands: `ip netns exec docker2 iptables -A INPUT -p tcp --dport 1:1023 -j ACCEPT
      ip netns exec docker2 iptables -A INPUT -p tcp --dport 1025:65535 -j ACCEPT
      ip netns exec docker2 iptables -A INPUT -p tcp -j DROP`,
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
    broken: { node: "docker2", what: "filtered" },
  },
  {
    fault: "only ports above a number are let through, and others by a set",
    commands: `ip netns exec docker2 nft 'add table ip f; add chain ip f c { type filter hook input priority 0; }
      add set ip f s { type inet_service; flags interval; elements = { 1-2046 }; }
      add rule ip f c udp dport > 2047 accept; add rule ip f c udp dport @s accept; add rule ip f c meta l4proto udp drop'`,
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
    broken: { node: "docker2", what: "filtered" },
  },
  {
    fault: "the default route is for some packets only",
    commands: "ip -n docker1 route del default; ip -n docker1 route add default via 172.17.0.1 tos 0x10",
    caughtBy: "route-docker1",
  },
  {
    fault: "a policy rule leads elsewhere",
    commands:
      "ip -n docker1 route add 172.17.0.0/16 dev eth0 table 100; ip -n docker1 route add default via 172.17.0.9 table 100; ip -n docker1 rule add lookup 100",
    caughtBy: "route-docker1",
  },
  {
    fault: "every second packet goes elsewhere",
    commands: "ip -n docker1 route replace default nexthop via 172.17.0.1 nexthop via 172.17.0.9",
    caughtBy: "route-docker1",
  },
  {
    fault: "wrong prefix length",
    commands: "ip -n docker1 address flush dev eth0; ip -n docker1 address add 172.17.0.2/24 dev eth0",
    caughtBy: "address-docker1",
    also: ["route-docker1"], // it went away with the address
  },
  {
    fault: "wrong subnet",
    commands: "ip -n docker1 address flush dev eth0; ip -n docker1 address add 172.18.0.2/16 dev eth0",
    broken: { node: "docker1", what: ["no-route", "no-such-address"] },
    caughtBy: "address-docker1",
    also: ["docker1-docker2", "host-docker1", "route-docker1"],
  },
  {
    fault: "an address twice",
    commands: "ip -n docker2 address add 172.17.0.2/16 dev eth0",
    broken: { node: "docker2", what: "duplicate-address" },
    caughtBy: "addresses-distinct",
    also: ["docker1-docker2"],
    maybe: ["host-docker1"], // whoever answers first is believed
  },
  {
    fault: "the host end is down",
    commands: "ip link set veth1 down",
    broken: { node: "host", what: "link-down" },
    caughtBy: "pair-docker1",
    also: ["docker1-docker2", "host-docker1"],
  },
  {
    fault: "the container end is down",
    commands: "ip -n docker2 link set eth0 down",
    broken: { node: "docker2", what: "link-down" },
    caughtBy: "pair-docker2",
    also: ["docker1-docker2", "host-docker2", "route-docker2"],
  },
  {
    fault: "not plugged in",
    commands: "ip link set veth2 nomaster",
    broken: { node: "host", what: "not-a-port" },
    caughtBy: "pair-docker2",
    also: ["docker1-docker2", "host-docker2"],
  },
  {
    fault: "plugged into another bridge",
    commands: "ip link add docker9 type bridge; ip link set docker9 up; ip link set veth1 master docker9",
    broken: { node: "host", what: ["other-bridge", "wrong-route"] },
    caughtBy: "pair-docker1",
    also: ["docker1-docker2", "host-docker1"],
  },
  {
    fault: "eth0 is one end of a pair whose other end is in the container too",
    commands: "ip -n docker1 link del eth0; ip -n docker1 link add eth0 type veth peer name eth1",
    broken: { node: "docker1", what: ["no-route", "no-such-address"] },
    caughtBy: "pair-docker1",
    also: ["address-docker1", "docker1-docker2", "host-docker1", "route-docker1"],
  },
  {
    fault: "default route by the other container",
    commands: "ip -n docker1 route replace default via 172.17.0.3",
    caughtBy: "route-docker1",
  },
  { fault: "no default route", commands: "ip -n docker2 route del default", caughtBy: "route-docker2" },
  {
    fault: "a firewall in the container",
    commands: "ip netns exec docker2 iptables -A INPUT -s 172.17.0.2 -j DROP",
    broken: { node: "docker2", what: "filtered" },
    caughtBy: "docker1-docker2",
  },
  {
    fault: "a firewall on the host",
    commands: "iptables -A INPUT -s 172.17.0.3 -j DROP",
    broken: { node: "host", what: "filtered", from: "host" },
    caughtBy: "host-docker2",
  },
  {
    fault: "a wrong static neighbour",
    commands: "ip -n docker1 neigh replace 172.17.0.3 lladdr 02:00:00:00:00:09 dev eth0",
    broken: { node: "docker1", what: "wrong-neighbour" },
    caughtBy: "docker1-docker2",
  },
  {
    fault: "a MAC address twice",
    commands: `ip -n docker2 link set eth0 address $(ip netns exec docker1 cat /sys/class/net/eth0/address); ${flushed("docker1")}`,
    broken: { node: "docker2", what: "duplicate-mac" },
    caughtBy: "docker1-docker2",
    maybe: ["host-docker1", "host-docker2"], // whoever spoke last has the host's frames
  },
  {
    fault: "ARP off",
    commands: `ip -n docker2 link set eth0 arp off; ${flushed("docker1")}`,
    broken: { node: "docker2", what: "arp-off" },
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
  },
  {
    fault: "ports that are isolated from each other",
    commands: "bridge link set dev veth1 isolated on; bridge link set dev veth2 isolated on",
    broken: { node: "host", what: "isolated" },
    caughtBy: "docker1-docker2",
  },
  {
    fault: "the gateway's address on a port",
    commands: "ip address del 172.17.0.1/16 dev docker0; ip address add 172.17.0.1/16 dev veth1",
    broken: { node: "host", what: "address-on-port", from: "host", to: "docker1", address: "172.17.0.2" },
    caughtBy: "bridge-address",
    also: ["host-docker1", "host-docker2", "ports-bare"],
  },
  {
    fault: "an address of its own on a port",
    commands: "ip address add 192.0.2.1/24 dev veth2",
    caughtBy: "ports-bare",
  },
  {
    fault: "the bridge is down",
    commands: "ip link set docker0 down",
    broken: { node: "host", what: "link-down" },
    caughtBy: "bridge",
    also: ["docker1-docker2", "host-docker1", "host-docker2"],
  },
  // one direction only: the other would teach the kernel what this one has to find out
  {
    fault: "docker2 does not answer ARP",
    broken: { node: "docker2", what: "no-arp-answer" },
    commands: "ip netns exec docker2 sysctl -w net.ipv4.conf.all.arp_ignore=8",
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
  },
  {
    fault: "docker1 asks nobody: its ARP requests are filtered",
    broken: { node: "docker1", what: "filtered" },
    commands:
      "ip netns exec docker1 nft 'add table arp f; add chain arp f o { type filter hook output priority 0; }; add rule arp f o arp operation request drop'",
    caughtBy: "docker1-docker2",
    also: ["host-docker1"],
  },
  {
    fault: "arptables lets no request in",
    broken: { node: "docker2", what: "filtered" },
    commands: "ip netns exec docker2 arptables -A INPUT --opcode Request -j DROP",
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
  },
  {
    fault: "docker2's port gets no broadcasts",
    broken: { node: "host", what: "no-flood" },
    commands: "bridge link set dev veth2 bcast_flood off",
    caughtBy: "docker1-docker2", // what the host itself sends, it floods
  },
  {
    fault: "the bridge drops ARP requests to docker2",
    broken: { node: "host", what: "filtered" },
    commands:
      "nft 'add table bridge f; add chain bridge f w { type filter hook forward priority 0; }; add rule bridge f w oifname veth2 arp operation request drop'",
    caughtBy: "docker1-docker2",
  },
  {
    fault: "docker1 alone may begin",
    broken: { node: "host", what: "maybe-filtered" },
    commands: "ebtables -A FORWARD -i veth2 -p IPv4 --ip-proto icmp --ip-icmp-type echo-request -j DROP",
    caughtBy: "docker1-docker2",
  },
  // not all of it
  {
    fault: "no TCP into docker2",
    commands: "ip netns exec docker2 iptables -A INPUT -p tcp --syn -j DROP",
    broken: { node: "docker2", what: "filtered" },
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
  },
  {
    fault: "no way back for UDP",
    commands: "ip netns exec docker2 iptables -A OUTPUT -p udp -d 172.17.0.2 -j DROP",
    broken: { node: "docker2", what: "filtered" },
    caughtBy: "docker1-docker2",
  },
  {
    fault: "one port is closed on the bridge",
    commands:
      "nft 'add table bridge f; add chain bridge f w { type filter hook forward priority 0; }; add rule bridge f w tcp dport 80 drop'",
    broken: { node: "host", what: "filtered" },
    caughtBy: "docker1-docker2",
  },
  {
    fault: "TCP is refused on the host",
    commands: "iptables -A INPUT -i docker0 -p tcp -j REJECT --reject-with tcp-reset",
    broken: { node: "host", what: "filtered" },
    caughtBy: "host-docker1",
    also: ["host-docker2"],
  },
  {
    fault: "larger packets are dropped",
    broken: { node: "docker1", what: "filtered" },
    commands: "ip netns exec docker1 iptables -A INPUT -m length --length 600:65535 -j DROP",
    caughtBy: "docker1-docker2",
    also: ["host-docker1"],
  },
  {
    fault: "what is as long as a ping is dropped",
    commands: "ip netns exec docker2 iptables -A INPUT -p icmp -m length --length 84 -j DROP",
    broken: { node: "docker2", what: "filtered" },
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
  },
  {
    fault: "docker1's address is there for a few seconds more",
    commands: "ip -n docker1 address change 172.17.0.2/16 dev eth0 valid_lft 50 preferred_lft 50",
    caughtBy: "address-docker1",
  },
  {
    fault: "long pings are dropped",
    broken: { node: "docker1", what: "filtered" },
    commands: "ip netns exec docker1 iptables -A INPUT -p icmp -m length --length 500: -j DROP",
    caughtBy: "docker1-docker2",
    also: ["host-docker1"],
  },
  {
    fault: "what asks for little delay is dropped",
    broken: { node: "docker2", what: "filtered" },
    commands: "ip netns exec docker2 iptables -A INPUT -m tos --tos 0x10 -j DROP",
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
  },
  {
    fault: "the bridge drops what is of the class that voice is sent with",
    broken: { node: "host", what: "filtered" },
    commands:
      "nft 'add table bridge f; add chain bridge f w { type filter hook forward priority 0; }; add rule bridge f w ip dscp ef drop'",
    caughtBy: "docker1-docker2",
  },
  {
    fault: "docker1 sends no long ping, and answers them",
    broken: { node: "docker1", what: "filtered" },
    commands:
      "ip netns exec docker1 nft 'add table ip f; add chain ip f o { type filter hook output priority 0; }; add rule ip f o ip length > 600 icmp type echo-request drop'",
    caughtBy: "docker1-docker2",
    also: ["host-docker1"],
  },
  {
    fault: "ssh's type of service is dropped, of TCP alone",
    commands: "ip netns exec docker1 iptables -A INPUT -p tcp -m tos --tos 0x10 -j DROP",
    broken: { node: "docker1", what: "filtered" },
    caughtBy: "docker1-docker2",
    also: ["host-docker1"],
  },
  {
    fault: "a port with the smallest MTU",
    commands: "ip link set veth2 mtu 68",
    broken: { node: "host", what: "too-long" },
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
  },
  {
    fault: "fragments but the first are dropped",
    commands: `ip netns exec docker2 nft 'add table ip t
      add chain ip t c { type filter hook prerouting priority -500; }
      add rule ip t c ip frag-off & 0x1fff != 0 drop'`,
    broken: { node: "docker2", what: "maybe-filtered" },
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
  },
  {
    fault: "ports that are in a set are dropped",
    commands: `ip netns exec docker2 nft 'table ip m {
      set s { type inet_service; flags interval; elements = { 4711, 31000-32000 }; }
      chain c { type filter hook input priority 0; tcp dport @s drop; }
    }'`,
    broken: { node: "docker2", what: "filtered" },
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
  },
  {
    fault: "UDP that comes from one port is dropped",
    commands: "ip netns exec docker2 iptables -A INPUT -p udp --sport 4711 -j DROP",
    broken: { node: "docker2", what: "filtered" },
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
  },
  {
    fault: "a connection that comes from some ports is rejected",
    commands: "ip netns exec docker1 iptables -A INPUT -p tcp --sport 700:1023 --syn -j REJECT --reject-with tcp-reset",
    broken: { node: "docker1", what: "filtered" },
    caughtBy: "docker1-docker2",
    also: ["host-docker1"],
  },
  {
    fault: "pings of some lengths are dropped",
    commands: "ip netns exec docker2 iptables -A INPUT -p icmp -m length --length 1200:1300 -j DROP",
    broken: { node: "docker2", what: "filtered" },
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
  },
  {
    fault: "UDP of some lengths is dropped",
    commands:
      "ip netns exec docker2 nft 'table ip m { chain c { type filter hook input priority 0; udp length 400-410 drop; }; }'",
    broken: { node: "docker2", what: "maybe-filtered" },
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
  },
  {
    fault: "several ports of UDP are dropped on the way back",
    commands: "ip netns exec docker1 iptables -A INPUT -p udp -m multiport --sports 5000,9990:9999 -j DROP",
    broken: { node: "docker1", what: "filtered" },
    caughtBy: "docker1-docker2",
    also: ["host-docker1"],
  },
  {
    fault: "a map of verdicts drops one port",
    commands: `ip netns exec docker1 nft 'table ip m {
      chain c { type filter hook prerouting priority 0; tcp dport vmap { 80 : accept, 2049 : drop }; }
    }'`,
    broken: { node: "docker1", what: "filtered" },
    caughtBy: "docker1-docker2",
    also: ["host-docker1"],
  },
  {
    fault: "a policy rule keeps docker1 from one port that nobody thinks of",
    commands: "ip -n docker1 rule add ipproto udp dport 4711 prohibit",
    broken: { node: "docker1", what: "no-route" },
    caughtBy: "docker1-docker2",
    also: ["host-docker1"],
  },
  {
    fault: "a policy rule keeps the host from one port",
    commands: "ip rule add to 172.17.0.3 ipproto tcp dport 443 blackhole",
    broken: { node: "host", what: "no-route" },
    caughtBy: "host-docker2",
  },
  {
    fault: "what must not be fragmented is dropped",
    commands:
      "ip netns exec docker1 nft 'add table ip m; add chain ip m i { type filter hook input priority 0; }; add rule ip m i ip frag-off & 0x4000 != 0 drop'",
    broken: { node: "docker1", what: "maybe-filtered" },
    caughtBy: "docker1-docker2",
    also: ["host-docker1"],
  },
  {
    fault: "what comes with a TTL of 64 is dropped",
    commands: "ip netns exec docker2 iptables -A INPUT -m ttl --ttl-eq 64 -j DROP",
    broken: { node: "docker2", what: "filtered" },
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
  },
  {
    fault: "one ping in three is dropped",
    commands: "ip netns exec docker2 iptables -A INPUT -p icmp -m statistic --mode nth --every 3 --packet 0 -j DROP",
    broken: { node: "docker2", what: "maybe-filtered" },
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
  },
  {
    fault: "one ping in nine is dropped",
    commands: "iptables -A INPUT -p icmp -m statistic --mode nth --every 9 --packet 4 -j DROP",
    broken: { node: "host", what: "maybe-filtered" },
    caughtBy: "host-docker1",
    also: ["host-docker2"],
  },
  {
    fault: "one UDP datagram in five is dropped",
    commands: "ip netns exec docker2 iptables -A INPUT -p udp -m statistic --mode nth --every 5 --packet 0 -j DROP",
    broken: { node: "docker2", what: "maybe-filtered" },
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
  },
  {
    fault: "a connection is cut after 300 kB",
    commands:
      "ip netns exec docker2 iptables -A INPUT -m connbytes --connbytes 300000: --connbytes-mode bytes --connbytes-dir both -j DROP",
    broken: { node: "docker2", what: "maybe-filtered" },
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
  },
  {
    fault: "a quota that is soon used up",
    commands:
      "ip netns exec docker1 iptables -A INPUT -p icmp -m quota --quota 400 -j ACCEPT; ip netns exec docker1 iptables -A INPUT -p icmp -j DROP",
    broken: { node: "docker1", what: "maybe-filtered" },
    caughtBy: "docker1-docker2",
    also: ["host-docker1"],
  },
  {
    fault: "a meter that lets one a minute through",
    broken: { node: "docker2", what: "maybe-filtered" },
    commands:
      "ip netns exec docker2 nft 'add table ip m; add chain ip m i { type filter hook input priority 0; }; add set ip m s { type ipv4_addr; flags dynamic; }; add rule ip m i ip protocol icmp update @s { ip saddr limit rate over 1/minute burst 1 packets } drop'",
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
  },
  {
    fault: "the link drops on its way in",
    commands:
      "nft 'add table netdev n; add chain netdev n i { type filter hook ingress device veth1 priority 0; }; add rule netdev n i ip protocol udp drop'",
    broken: { node: "host", what: "filtered" },
    caughtBy: "docker1-docker2",
    also: ["host-docker1"],
  },
  {
    fault: "a queue without room",
    commands: "tc qdisc replace dev veth2 root pfifo limit 0",
    broken: { node: "host", what: "tc-drops" },
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
  },
  {
    fault: "a policy rule on the way back",
    broken: { node: "docker2", what: "no-return-route" },
    commands: "ip -n docker2 rule add from 172.17.0.3 to 172.17.0.2 blackhole",
    caughtBy: "docker1-docker2",
  },
  {
    fault: "what is not tracked is dropped",
    commands:
      "ip netns exec docker2 iptables -t raw -A PREROUTING -s 172.17.0.2 -j CT --notrack; ip netns exec docker2 iptables -A INPUT -m conntrack --ctstate UNTRACKED -j DROP",
    broken: { node: "docker2", what: "filtered" },
    caughtBy: "docker1-docker2",
  },
  {
    fault: "docker1 talks by another address, and its own is dropped",
    broken: { node: "docker2", what: "filtered" },
    commands:
      "ip -n docker1 address add 172.17.0.9/16 dev eth0; ip -n docker1 route change 172.17.0.0/16 dev eth0 src 172.17.0.9; ip netns exec docker2 iptables -A INPUT -s 172.17.0.2 -j DROP",
    caughtBy: "docker1-docker2",
  },
  {
    fault: "no pings are answered",
    broken: { node: "docker2", what: "echo-ignored" },
    commands: "ip netns exec docker2 sysctl -w net.ipv4.icmp_echo_ignore_all=1",
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
  },
  {
    fault: "the host answers for docker2",
    broken: { node: "docker2", what: "echo-ignored", and: { node: "host", what: "led-away" } },
    commands: `
      ip netns exec docker2 sysctl -w net.ipv4.icmp_echo_ignore_all=1
      iptables -t nat -A OUTPUT -p icmp -d 172.17.0.3 -j DNAT --to-destination 172.17.0.1`,
    caughtBy: "docker1-docker2",
    also: ["host-docker2"],
  },
  // who else is on the bridge
  {
    fault: "a stack without a name has docker1's address",
    commands: nameless("172.17.0.2"),
    broken: { node: ["host", "docker2"], what: "other-mac", orSilent: true },
    caughtBy: "addresses-distinct",
    maybe: ["docker1-docker2", "host-docker1"],
  },
  {
    fault: "a stack without a name has the gateway's address",
    commands: nameless("172.17.0.1"),
    broken: { node: ["docker1", "docker2"], what: "other-mac", orSilent: true },
    caughtBy: "addresses-distinct",
    maybe: ["host-docker1", "host-docker2"],
  },
  {
    fault: "docker2 answers for the gateway: the address is on its lo",
    broken: { node: "docker2", what: "duplicate-address" },
    commands: "ip -n docker2 address add 172.17.0.1/32 dev lo",
    caughtBy: "addresses-distinct",
    also: ["host-docker2"],
    maybe: ["host-docker1"],
  },
];

/** The lab's network, then the rest. */
const built = (rest: string) => `
    ip link add docker0 type bridge; ip address add 172.17.0.1/16 dev docker0; ip link set docker0 up
    for i in 1 2; do
      ip netns add docker$i; ip link add veth$i type veth peer name eth0 netns docker$i
      ip link set veth$i master docker0 up; ip -n docker$i link set eth0 up
      ip -n docker$i address add 172.17.0.$((i + 1))/16 dev eth0; ip -n docker$i route add default via 172.17.0.1
    done
    ${rest}`;

const joined = (more = "") => `
    for i in 1 2; do
      ip netns add docker$i; ip link add veth$i type veth peer name eth0 netns docker$i
      ip link set veth$i up; ip -n docker$i link set eth0 up; ip -n docker$i address add 172.17.0.$((i + 1))/16 dev eth0
      ip -n docker$i route add default via 172.17.0.1
      ${more}
    done`;
const bridge = "ip link add docker0 type bridge; ip address add 172.17.0.1/16 dev docker0; ip link set docker0 up";

export const alternatives: Record<string, string> = {
  "a limit that lets a person's pings through": built(`
    ip netns exec docker2 iptables -A INPUT -p icmp -m limit --limit 5/sec -j ACCEPT
    ip netns exec docker2 iptables -A INPUT -p icmp -j DROP`),
  "a second cable of docker1's to the bridge, by which it answers too": built(`
    ip link add veth9 type veth peer name eth1 netns docker1
    ip link set veth9 master docker0; ip link set veth9 up; ip -n docker1 link set eth1 up`),
  "a limit by source, of nft": built(
    `nft 'add table ip m; add chain ip m i { type filter hook input priority 0; }; add set ip m s { type ipv4_addr; flags dynamic; }
      add rule ip m i ip protocol icmp update @s { ip saddr limit rate over 4/second } drop'`,
  ),
  "entries that will heal: wrong, but not written to stay": built(`
    ip -n docker1 neigh replace 172.17.0.3 lladdr 02:00:00:00:00:09 dev eth0 nud stale
    bridge fdb replace $(ip netns exec docker2 cat /sys/class/net/eth0/address) dev veth1 master dynamic`),
  "a spanning tree, proxy ARP and strict reverse paths that do no harm": built(`
    ip link set docker0 type bridge stp_state 1 forward_delay 200 hello_time 100
    sysctl -qw net.ipv4.conf.all.proxy_arp=1 net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.docker0.arp_announce=2
    until [ $(cat /sys/class/net/veth2/brport/state) = 3 ]; do :; done`),
  "a limit with a burst of its own, and one that only logs": built(`
    ip netns exec docker2 iptables -A INPUT -p icmp -m limit --limit 20/sec --limit-burst 20 -j ACCEPT
    ip netns exec docker2 iptables -A INPUT -p icmp -j DROP
    ip netns exec docker1 iptables -A INPUT -m limit --limit 2/min --limit-burst 10 -j LOG`),
  "a smaller MTU in one container": built("ip -n docker1 link set eth0 mtu 1280"),
  "a smaller MTU on every link, and hairpin": built(`
    for link in veth1 veth2 docker0; do ip link set $link mtu 1280; done
    for i in 1 2; do ip -n docker$i link set eth0 mtu 1280; done
    bridge link set dev veth1 hairpin on; bridge link set dev veth2 hairpin on
    ip netns exec docker2 iptables -t mangle -A POSTROUTING -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 536`),
  "servers on the ports that are asked, and a firewall by state": built(`
    for i in 1 2; do
      ip netns exec docker$i /run/bun -e 'Bun.serve({ port: 80, fetch: () => new Response("hi") }); await Bun.udpSocket({ port: 53 })' >/dev/null 2>&1 </dev/null &
      ip netns exec docker$i iptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
      ip netns exec docker$i iptables -A INPUT -i eth0 -m conntrack --ctstate NEW -j ACCEPT
      ip netns exec docker$i iptables -P INPUT DROP
      until ip netns exec docker$i ss -ltn | grep -q :80; do :; done
    done`),
  "a tcpdump that listens": built(
    "python3 -c 'import socket,time; s=socket.socket(17,3,768); time.sleep(999)' >/dev/null 2>&1 </dev/null &",
  ),
  "each address with two prefix lengths": `${bridge}; ip address add 172.17.0.1/32 dev docker0
    ${joined("ip link set veth$i master docker0; ip -n docker$i address add 172.17.0.$((i + 1))/24 dev eth0")}`,
  "routes for some packets only that lead elsewhere, and a default route in two halves": `${bridge}
    ${joined(`ip link set veth$i master docker0; ip -n docker$i route add default via 172.17.0.9 tos 0x10
      ip -n docker$i route add default via 172.17.0.9 metric 7; ip -n docker$i route add 192.0.2.0/24 via 172.17.0.9`)}
    ip -n docker2 route del default via 172.17.0.1
    for half in 0 128; do ip -n docker2 route add $half.0.0.0/1 via 172.17.0.1; done`,
  "the default route in a table of its own, by a policy rule": `${bridge}
    ${joined("ip link set veth$i master docker0")}
    ip -n docker1 route del default; ip -n docker1 route add default via 172.17.0.1 table 100
    ip -n docker1 rule add pref 40000 lookup 100`,
  "docker0 and eth0 are other names of the links": `
    ip link add switch type bridge; ip link property add dev switch altname docker0
    ip address add 172.17.0.1/16 dev docker0; ip link set docker0 up
    ${joined(`ip link set veth$i master docker0; ip -n docker$i link set eth0 down; ip -n docker$i link set eth0 name in$i
      ip -n docker$i link property add dev in$i altname eth0; ip -n docker$i link set eth0 up
      ip -n docker$i route replace default via 172.17.0.1`)}`,
  "brctl, ifconfig and route; pairs made inside and moved out": `
    ip netns add docker1; ip netns add docker2
    brctl addbr docker0
    ifconfig docker0 172.17.0.1 netmask 255.255.0.0 up
    for i in 1 2; do
      ip -n docker$i link add eth0 type veth peer name out$i
      ip -n docker$i link set out$i netns 1
      brctl addif docker0 out$i
      ifconfig out$i up
      ip netns exec docker$i ifconfig eth0 172.17.0.$((i + 1)) netmask 255.255.0.0 up
      ip netns exec docker$i route add default gw 172.17.0.1 eth0
    done`,
  "other order, other names, extra addresses, routes and links that do no harm": `
    ip netns add docker2; ip netns add docker1; ip netns add spare
    ip link add port-b type veth peer name tmp0
    ip link set tmp0 netns docker2 name eth0
    ip link add port-a type veth peer name eth0 netns docker1
    ip -n docker1 address add 172.17.0.2/16 broadcast + dev eth0
    ip -n docker2 address add 172.17.0.3/16 dev eth0
    ip -n docker2 address add 192.0.2.7/24 dev eth0
    ip -n docker1 link set eth0 address 02:42:ac:11:00:02 up; ip -n docker1 link set lo up
    ip -n docker2 link set eth0 up
    ip link set port-a up; ip link set port-b up
    ip link add docker0 type bridge; ip link set docker0 up
    ip address add 172.17.0.1/16 dev docker0
    ip address add 192.0.2.1/24 dev docker0
    ip link set port-a master docker0; ip link set port-b master docker0
    ip -n docker1 route add 198.51.100.0/24 via 172.17.0.1
    ip -n docker1 route add default via 172.17.0.1
    ip -n docker2 route add default via 172.17.0.1 metric 5`,
  "static neighbours, and ARP off": `
    ip netns add docker1; ip netns add docker2
    ip link add docker0 address 02:42:ac:11:00:01 type bridge
    ip address add 172.17.0.1/16 dev docker0; ip link set docker0 up
    for i in 1 2; do
      ip link add vetha00000$i type veth peer name eth0 netns docker$i
      ip link set vetha00000$i master docker0 up
      ip -n docker$i link set eth0 address 02:42:ac:11:00:0$((i + 1)) arp off up
      ip -n docker$i address add 172.17.0.$((i + 1))/16 dev eth0
      ip -n docker$i neigh add 172.17.0.1 lladdr 02:42:ac:11:00:01 dev eth0
      ip -n docker$i neigh add 172.17.0.$((4 - i)) lladdr 02:42:ac:11:00:0$((4 - i)) dev eth0
      ip neigh add 172.17.0.$((i + 1)) lladdr 02:42:ac:11:00:0$((i + 1)) dev docker0
      ip -n docker$i route add default via 172.17.0.1
    done`,
  "ip -batch; docker0 with a MAC address, an MTU, STP and no snooping; the route with all it can have": `
    printf '%s\\n' 'netns add docker1' 'netns add docker2' \
      'link add docker0 mtu 1400 address 02:42:0a:0b:0c:0d type bridge stp_state 0 forward_delay 0 mcast_snooping 0' \
      'address add 172.17.0.1/16 brd + dev docker0' 'link set docker0 up' | ip -batch -
    for i in 1 2; do
      printf '%s\\n' "link add tap-$i mtu 1400 master docker0 type veth peer name eth0 mtu 1400 netns docker$i" \
        "link set tap-$i up" | ip -batch -
      printf '%s\\n' 'link set eth0 up' "address add 172.17.0.$((i + 1))/16 dev eth0" 'link set lo up' \
        "route add default via 172.17.0.1 dev eth0 src 172.17.0.$((i + 1)) metric 100 onlink" | ip -n docker$i -batch -
    done`,
  "both pairs made inside docker2, the ends then moved and renamed": `
    ip netns add docker1; ip netns add docker2
    ip link add docker0 type bridge; ip link set docker0 up; ip address add 172.17.0.1/16 dev docker0
    ip -n docker2 link add in1 type veth peer name out1; ip -n docker2 link set in1 netns docker1 name eth0
    ip -n docker2 link set out1 netns 1 name left
    ip -n docker2 link add out2 type veth peer name in2; ip -n docker2 link set out2 netns 1 name right
    ip -n docker2 link set in2 name eth0
    ip link set left master docker0 up; ip link set right master docker0 up
    for i in 1 2; do
      ip -n docker$i link set eth0 up; ip -n docker$i address add 172.17.0.$((i + 1))/16 dev eth0
      ip -n docker$i route add default via 172.17.0.1
    done`,
  "a third container, a second bridge, and IPv6 besides": `
    for bridge in docker0 docker9; do ip link add $bridge type bridge; ip link set $bridge up; done
    ip address add 172.17.0.1/16 dev docker0; ip address add 172.18.0.1/16 dev docker9
    ip address add 2001:db8::1/64 dev docker0 nodad
    for i in 1 2 3; do
      ip netns add docker$i; ip link add veth$i type veth peer name eth0 netns docker$i
      ip link set veth$i master docker0 up; ip -n docker$i link set eth0 up
      ip -n docker$i address add 172.17.0.$((i + 1))/16 dev eth0
      ip -n docker$i address add 2001:db8::$((i + 1))/64 dev eth0 nodad
      ip -n docker$i route add default via 172.17.0.1; ip -n docker$i -6 route add default via 2001:db8::1
    done
    ip link add veth9 type veth peer name eth1 netns docker2; ip link set veth9 master docker9 up
    ip -n docker2 address add 172.18.0.2/16 dev eth1; ip -n docker2 link set eth1 up`,
  "firewalls that drop all but what the lab needs": `
    ip link add docker0 type bridge; ip address add 172.17.0.1/16 dev docker0; ip link set docker0 up
    for i in 1 2; do
      ip netns add docker$i; ip link add veth$i type veth peer name eth0 netns docker$i
      ip link set veth$i master docker0 up; ip -n docker$i link set eth0 up
      ip -n docker$i address add 172.17.0.$((i + 1))/16 dev eth0; ip -n docker$i route add default via 172.17.0.1
      ip netns exec docker$i iptables -A INPUT -s 172.17.0.0/16 -j ACCEPT
      ip netns exec docker$i iptables -P INPUT DROP; ip netns exec docker$i iptables -P FORWARD DROP
    done
    nft 'add table bridge f; add chain bridge f forward { type filter hook forward priority 0; policy drop; }'
    nft add rule bridge f forward ether type arp accept
    nft add rule bridge f forward ip saddr 172.17.0.0/16 ip daddr 172.17.0.0/16 accept
    iptables -A INPUT -i docker0 -s 172.17.0.0/16 -j ACCEPT; iptables -P INPUT DROP
    iptables -A FORWARD -i docker0 -o docker0 -j ACCEPT; iptables -P FORWARD DROP`,
};

const containers = [1, 2].map((n) => ({ name: `docker${n}`, address: `172.17.0.${n + 1}/16` }));
const onEach = (command: (container: (typeof containers)[number]) => string) => containers.map(command).join("\n");

export const withoutTheLesson = {
  "a bridge in each container, as in lab 01, and one on the host": `${bridge}
    ${onEach(
      ({ name, address }) => `ip -n ${name} link add eth0 type bridge; ip -n ${name} address add ${address} dev eth0
        ip -n ${name} link set eth0 up; ip -n ${name} route add default via 172.17.0.1`,
    )}`,
  "an address on each loopback device, as in lab 02, and routes over it": `${bridge}
    ${onEach(
      ({ name, address }) => `ip -n ${name} link set lo up; ip -n ${name} address add ${address} dev lo
        ip -n ${name} route add default via 172.17.0.1 dev lo`,
    )}`,
  "both containers share the host's stack, as with --net=host in lab 02": `${bridge}
    ip link add eth0 type bridge; ip link set eth0 up
    ${onEach(
      ({ name, address }) => `ip netns del ${name}; ip netns attach ${name} $$
        ip address add ${address} dev eth0`,
    )}`,
};
