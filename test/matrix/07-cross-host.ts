import type { Mutation } from "../matrix.ts";

const iptables = (host: string, rule: string) => `ip netns exec ${host} iptables ${rule}`;

export const way = { from: "docker1", to: "docker3", address: "172.17.2.2" };

export const passingAtStart = [
  "segment-host1",
  "segment-host2",
  "neighbours",
  "subnets",
  "segment-router",
  "forwarding-router",
];

export const mutations: Mutation[] = [
  {
    fault: "forwarding is off for what comes in by docker0 alone",
    commands: "ip netns exec host1 sysctl -w net.ipv4.conf.docker0.forwarding=0",
    broken: { node: "host1", what: "not-forwarding" },
    caughtBy: "forwarding-host1",
    also: ["across", "across-router"],
  },
  {
    fault: "a route by the wrong neighbour",
    commands: "ip -n host1 route replace 172.17.2.0/24 via 192.168.56.1",
    caughtBy: "route-host1",
    also: ["hops"],
  },
  {
    fault: "the route on the wrong host",
    commands: "ip -n host2 route del 172.17.1.0/24; ip -n host1 route add 172.17.1.0/25 via 192.168.56.12",
    broken: { node: "host2", what: "no-return-route" },
    caughtBy: "route-host2",
    also: ["across", "across-router"],
    maybe: ["hops-router"], // what goes astray behind host1 is lost, and which of its hops answer is left to chance
  },
  {
    fault: "a route onlink, by a link where the next hop is not",
    commands: "ip -n host1 route replace 172.17.2.0/24 via 192.168.56.12 dev docker0 onlink",
    broken: { node: "host1", what: "not-on-link" },
    caughtBy: "route-host1",
    also: ["across"],
  },
  {
    fault: "a route that serves one container only",
    commands: "ip -n host2 route del 172.17.1.0/24; ip -n host2 route add 172.17.1.2 via 192.168.56.11",
    broken: { node: "host2", what: "no-return-route", from: "docker2" },
    caughtBy: "route-host2",
    also: ["across"],
  },
  {
    fault: "host3 as the next hop, onlink",
    commands: "ip -n host1 route replace 172.17.3.0/24 via 192.168.57.13 dev eth0 onlink",
    broken: { node: "host1", what: "not-on-link", to: "docker5", address: "172.17.3.2" },
    caughtBy: "far-route-host1",
    also: ["across-router"],
  },
  {
    fault: "forwarding off on one link only",
    commands: "ip netns exec host2 sysctl -w net.ipv4.conf.eth0.forwarding=0",
    broken: { node: "host2", what: "not-forwarding" },
    caughtBy: "forwarding-host2",
    also: ["across", "across-router"],
  },
  {
    fault: "a quota of 300 kB for TCP",
    commands: `
      ip netns exec host1 nft 'add table ip lab; add chain ip lab through { type filter hook forward priority 0; }'
      ip netns exec host1 nft add rule ip lab through ip protocol tcp quota over 300 kbytes drop`,
    broken: { node: "host1", what: "maybe-filtered" },
    caughtBy: "across",
    also: ["across-router"],
  },
  {
    fault: "FORWARD accepts one way only",
    commands: `${iptables("host1", "-F FORWARD")}; ${iptables("host1", "-A FORWARD -s 172.17.1.0/24 -j ACCEPT")}`,
    broken: { node: "host1", what: "filtered" },
    caughtBy: "across",
    also: ["across-router"],
  },
  {
    fault: "FORWARD accepts the first container only",
    commands: `${iptables("host2", "-I FORWARD -d 172.17.2.3 -s 172.17.1.0/24 -j DROP")}`,
    broken: { node: "host2", what: "filtered" },
    caughtBy: "across",
  },
  {
    fault: "masquerade without an exception, and FORWARD accepts all",
    commands: `${iptables("host1", "-t nat -D POSTROUTING 1")}; for h in host1 host2; do ip netns exec $h iptables -P FORWARD ACCEPT; done`,
    caughtBy: "own-source",
    also: ["own-source-router"],
  },
  {
    fault: "masquerade without an exception, and FORWARD drops",
    commands: iptables("host2", "-t nat -D POSTROUTING 1"),
    broken: { node: "host2", what: "nat" },
    caughtBy: "across",
    also: ["own-source", "own-source-router"],
  },
  {
    fault: "the exception after the masquerade",
    commands: `${iptables("host1", "-t nat -D POSTROUTING 1")}; ${iptables("host1", "-t nat -A POSTROUTING -s 172.17.1.0/24 -d 172.17.0.0/16 -j ACCEPT")}
      for h in host1 host2; do ip netns exec $h iptables -P FORWARD ACCEPT; done`,
    caughtBy: "own-source",
    also: ["own-source-router"],
  },
  {
    fault: "an exception for one other subnet only",
    commands: `${iptables("host1", "-t nat -R POSTROUTING 1 -s 172.17.1.0/24 -d 172.17.2.0/24 -j ACCEPT")}`,
    caughtBy: "own-source-router",
  },
  {
    fault: "wrong prefix on docker0",
    commands: "ip -n host1 address del 172.17.1.1/24 dev docker0; ip -n host1 address add 172.17.1.1/16 dev docker0",
    caughtBy: "subnets",
  },
  {
    fault: "a container without a default route",
    commands: "ip -n docker2 route del default",
    broken: { node: "docker2", what: "no-route" },
    caughtBy: "across",
    also: ["across-router"],
  },
  {
    fault: "a container with the other container as its gateway",
    commands: "ip -n docker3 route replace default via 172.17.2.3",
    broken: { node: "docker3", what: "not-a-router" },
    caughtBy: "across",
    also: ["across-router"],
  },
  {
    fault: "a container whose prefix covers the other hosts' subnets",
    commands:
      "ip -n docker1 address flush dev eth0; ip -n docker1 address add 172.17.1.2/16 dev eth0; ip -n docker1 route add default via 172.17.1.1",
    broken: { node: "docker1", what: "not-on-link" },
    caughtBy: "across",
    also: ["across-router"],
  },
  {
    fault: "a firewall in a container",
    commands: iptables("docker4", "-A INPUT -s 172.17.1.0/24 -j DROP"),
    broken: { node: "docker4", what: "filtered" },
    caughtBy: "across",
  },
  {
    fault: "hosts in different segments",
    commands: "ip -n host2 address add 192.168.58.12/24 dev eth0; ip -n host2 address del 192.168.56.12/24 dev eth0",
    broken: { node: ["host1", "router"], what: "no-such-address" },
    caughtBy: "segment-host2",
    also: ["neighbours", "across", "across-router"],
  },
  {
    fault: "hosts in different switches",
    commands: "ip link add switch1 type bridge; ip link set switch1 up; ip link set port-host2 master switch1",
    broken: { node: "host", what: "other-bridge" },
    caughtBy: "neighbours",
    also: ["across", "across-router"],
  },
  {
    fault: "a host's address on the other host too",
    commands: "ip -n host2 address add 192.168.56.11/24 dev eth0",
    broken: { node: "host2", what: "duplicate-address" },
    caughtBy: "neighbours",
    also: ["across"],
    maybe: ["hops-router"], // the router hears one of the two first
  },
  {
    fault: "the way back by another cable, where rp_filter is strict",
    commands: `
      ip link add eth2 netns host1 type veth peer name eth2 netns host2
      for h in 1 2; do
        ip -n host$h address add 192.168.59.1$h/24 dev eth2; ip -n host$h link set eth2 up
        ip netns exec host$h sysctl -w net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.eth2.rp_filter=1
      done
      ip -n host2 route replace 172.17.1.0/24 via 192.168.59.11`,
    broken: { node: "host2", what: "rp-filter" },
    caughtBy: "route-host2",
    also: ["across"],
  },
  {
    fault: "all traffic between the hosts over the router",
    commands: `
      for h in 1 2; do
        ip -n host$h route add 172.17.$((3 - h)).0/24 via 192.168.56.1 table 100
        ip -n host$h rule add ipproto icmp lookup 100
      done`,
    caughtBy: "hops",
  },
  {
    fault: "the router without a route",
    commands: "ip -n router route del 172.17.3.0/24",
    broken: { node: "router", what: "no-route", to: "docker5", address: "172.17.3.2" },
    caughtBy: "route-router",
    also: ["across-router"],
  },
  {
    fault: "host3 does not forward",
    commands: "ip netns exec host3 sysctl -w net.ipv4.ip_forward=0",
    broken: { node: "host3", what: "not-forwarding", to: "docker5", address: "172.17.3.2" },
    caughtBy: "forwarding-router",
    also: ["across-router"],
  },
  {
    fault: "the router masquerades",
    commands: iptables("router", "-t nat -A POSTROUTING -o eth1 -j MASQUERADE"),
    caughtBy: "own-source-router",
  },
  {
    fault: "TCP alone is given another source",
    commands: `ip netns exec host1 iptables -t nat -I POSTROUTING -p tcp -s 172.17.1.0/24 -d 172.17.0.0/16 -j SNAT --to-source 172.17.1.1`,
    caughtBy: "own-source",
    also: ["own-source-router"],
  },
  {
    fault: "UDP that comes from one port is dropped",
    commands: "ip netns exec host2 iptables -I FORWARD -p udp --sport 4711 -d 172.17.2.0/24 -j DROP",
    broken: { node: "host2", what: "filtered" },
    caughtBy: "across",
    also: ["across-router"],
  },
  {
    fault: "UDP to one port is given another source",
    commands: `ip netns exec host2 iptables -t nat -I POSTROUTING -p udp --dport 53 -d 172.17.1.0/24 -j SNAT --to-source 172.17.2.1`,
    caughtBy: "own-source",
  },
  {
    fault: "TCP to one port is masqueraded",
    commands: `ip netns exec host1 iptables -t nat -I POSTROUTING -p tcp --dport 443 -s 172.17.1.0/24 -d 172.17.0.0/16 -j MASQUERADE`,
    broken: { node: "host2", what: "filtered" },
    caughtBy: "across",
    also: ["own-source", "own-source-router"],
  },
  {
    fault: "an exception from MASQUERADE for pings alone",
    commands: `ip netns exec host1 iptables -t nat -R POSTROUTING 1 -p icmp -s 172.17.1.0/24 -d 172.17.0.0/16 -j ACCEPT; for h in host1 host2; do ip netns exec $h iptables -P FORWARD ACCEPT; done`,
    caughtBy: "own-source",
    also: ["own-source-router"],
  },
  {
    fault: "a container gives its TCP another source",
    commands: `ip -n docker3 address add 172.17.2.9/24 dev eth0; ip netns exec docker3 iptables -t nat -A POSTROUTING -p tcp -j SNAT --to-source 172.17.2.9`,
    caughtBy: "own-source",
    also: ["own-source-router"],
  },
  {
    fault: "TCP between the hosts takes the way over the router",
    commands: `ip -n host1 route add 172.17.2.0/24 via 192.168.56.1 table 100; ip -n host1 rule add ipproto tcp lookup 100`,
    caughtBy: "hops",
  },
  {
    fault: "TCP to one port takes the way over the router",
    commands: `ip -n host1 route add 172.17.2.0/24 via 192.168.56.1 table 100; ip -n host1 rule add ipproto tcp dport 443 lookup 100`,
    caughtBy: "hops",
  },
  {
    fault: "what bears the mark of one port takes the way over the router",
    commands: `ip netns exec host1 iptables -t mangle -A PREROUTING -p tcp --dport 22 -j MARK --set-mark 7
      ip -n host1 route add 172.17.2.0/24 via 192.168.56.1 table 100; ip -n host1 rule add fwmark 7 lookup 100`,
    caughtBy: "hops",
  },
  {
    fault: "what a name server answers goes back over the router",
    commands: `ip -n host2 route add 172.17.1.0/24 via 192.168.56.1 table 100; ip -n host2 rule add ipproto udp sport 53 lookup 100`,
    caughtBy: "hops",
  },
  {
    fault: "another route for one type of service",
    commands: "ip -n host1 route add 172.17.2.0/24 tos 0x08 via 192.168.56.1",
    caughtBy: "hops",
  },
  {
    fault: "pings of one length are given docker2's source",
    commands: `ip netns exec host1 iptables -t nat -I POSTROUTING -p icmp -m length --length 600:700 -s 172.17.1.2 -d 172.17.2.0/24 -j SNAT --to-source 172.17.1.3`,
    caughtBy: "own-source",
  },
  {
    fault: "UDP to docker5 goes over the other host",
    commands: `ip -n host1 route add 172.17.3.0/24 via 192.168.56.12 table 100; ip -n host1 rule add ipproto udp lookup 100`,
    caughtBy: "hops-router",
  },
  {
    fault: "one container by the router",
    commands: `ip -n host1 route add 172.17.2.3 via 192.168.56.1`,
    caughtBy: "route-host1",
    also: ["hops"],
  },
  {
    fault: "every second packet by the router",
    commands: `ip -n host1 route replace 172.17.2.0/24 nexthop via 192.168.56.12 nexthop via 192.168.56.1`,
    caughtBy: "route-host1",
    maybe: ["hops"],
  },
  {
    fault: "a route for packets of one type of service",
    commands: `ip -n host1 route del 172.17.2.0/24; ip -n host1 route add 172.17.2.0/24 via 192.168.56.12 tos 0x10`,
    broken: { node: "host1", what: "no-route" },
    caughtBy: "route-host1",
    also: ["across"],
  },
  {
    fault: "a policy rule that refuses one container",
    commands: `ip -n host1 route add unreachable 172.17.2.0/24 table 100; ip -n host1 rule add from 172.17.1.3 lookup 100`,
    broken: { node: "host1", what: "no-route", from: "docker2" },
    caughtBy: "route-host1",
    also: ["across"],
  },
  {
    fault: "host3 knows the way to one of the hosts",
    commands: `ip -n host3 route del 172.17.0.0/16; ip -n host3 route add 172.17.1.0/24 via 192.168.57.1`,
    broken: { node: "host3", what: "no-return-route", from: "docker3", to: "docker5", address: "172.17.3.2" },
    caughtBy: "far-route-host3",
    also: ["across-router"],
  },
  {
    fault: "the router knows the way to one container of two",
    commands: `ip -n router route del 172.17.2.0/24; ip -n router route add 172.17.2.2 via 192.168.56.12`,
    broken: { node: "router", what: "no-return-route", from: "docker4", to: "docker5", address: "172.17.3.2" },
    caughtBy: "route-router",
    also: ["across-router"],
  },
  {
    fault: "the router drops UDP",
    commands: `ip netns exec router iptables -A FORWARD -p udp -j DROP`,
    broken: { node: "router", what: "filtered" },
    caughtBy: "across-router",
  },
  {
    fault: "no TCP into host1's containers",
    commands: `ip netns exec host1 iptables -I FORWARD -o docker0 -p tcp --syn -j DROP`,
    broken: { node: "host1", what: "filtered" },
    caughtBy: "across",
    also: ["across-router"],
  },
  {
    fault: "host2 does not answer ARP",
    commands: `ip netns exec host2 sysctl -w net.ipv4.conf.eth0.arp_ignore=8; for n in host1 router; do ip -n $n neigh flush all; done`,
    broken: { node: "host2", what: "no-arp-answer" },
    caughtBy: "neighbours",
    also: ["across", "across-router"],
  },
  {
    fault: "docker3 does not answer ARP: who asks it after it spoke itself is answered",
    commands: "ip netns exec docker3 sysctl -w net.ipv4.conf.all.arp_ignore=8; ip -n host2 neigh flush all",
    broken: { node: "docker3", what: "no-arp-answer" },
    caughtBy: "across",
    also: ["across-router"],
  },
  {
    fault: "host2 sends what is for docker3 to docker4",
    commands: `ip netns exec host2 iptables -t nat -A PREROUTING -d 172.17.2.2 -j DNAT --to-destination 172.17.2.3`,
    broken: { node: "host2", what: "led-away" },
    caughtBy: "across",
    also: ["across-router"],
  },
  {
    fault: "host1 has docker3's address",
    commands: `ip -n host1 address add 172.17.2.2/32 dev lo`,
    broken: { node: "host1", what: "duplicate-address" },
    caughtBy: "route-host1",
    also: ["across"],
  },
  {
    fault: "docker0 of host1 is down",
    commands: `ip -n host1 link set docker0 down`,
    broken: { node: "host1", what: "link-down" },
    caughtBy: "across",
    also: ["across-router"],
  },
  {
    fault: "a tunnel between the hosts",
    commands: `for h in 1 2; do ip -n host$h link add tun0 type vxlan id 7 remote 192.168.56.1$((3 - h)) dstport 4789 dev eth0; ip -n host$h address add 192.168.99.$h/24 dev tun0; ip -n host$h link set tun0 up; ip -n host$h route replace 172.17.$((3 - h)).0/24 via 192.168.99.$((3 - h)); done`,
    caughtBy: "route-host1",
    also: ["route-host2"],
  },
  {
    fault: "large packets vanish: a small MTU, and nobody is told",
    commands: `ip -n host2 link set eth0 mtu 600; ip netns exec host2 iptables -A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP`,
    broken: { node: "host2", what: ["too-long", "unheard-mtu"] },
    caughtBy: "across",
    also: ["across-router"],
  },
];

/** The starting point, with other names where the tasks leave them free. */
const given = `
  ip link add switch0 type bridge; ip link set switch0 up
  join() { # node, last part of its address
    ip netns add $1; ip -n $1 link set lo up
    ip -n $1 link add eth0 type veth peer name to-$1; ip -n $1 link set to-$1 netns 1
    ip link set to-$1 master switch0 up
    ip -n $1 address add 192.168.56.$2/24 broadcast + dev eth0; ip -n $1 link set eth0 up
  }
  join router 1; join host2 12; join host1 11
  ip netns add host3
  ip -n host3 link add eth0 type veth peer name eth1 netns router
  ip -n router address add 192.168.57.1/24 dev eth1; ip -n router link set eth1 up
  ip -n host3 address add 192.168.57.13/24 dev eth0; ip -n host3 link set eth0 up
  container() { # its number, its host's, last part of its address
    ip netns add docker$1
    ip link add c$1 netns host$2 type veth peer name eth0 netns docker$1
    ip -n host$2 link set c$1 master docker0 up
    ip -n docker$1 address add 172.17.$2.$3/24 dev eth0; ip -n docker$1 link set eth0 up
    ip -n docker$1 route add default via 172.17.$2.1
  }
  for h in 1 2 3; do
    ip -n host$h link add docker0 address 02:42:ac:11:0$h:01 type bridge
    ip -n host$h address add 172.17.$h.1/24 dev docker0; ip -n host$h link set docker0 up
  done
  container 1 1 2; container 2 1 3; container 3 2 2; container 4 2 3; container 5 3 2
  for n in host1 host2 host3 router; do
    ip netns exec $n sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.eth0.rp_filter=0
    ip netns exec $n sysctl -qw net.ipv4.conf.docker0.rp_filter=0 net.ipv4.conf.eth1.rp_filter=0 2>/dev/null || true
  done`;
const hostRoutes = `
  ip -n host1 route add 172.17.2.0/24 via 192.168.56.12; ip -n host2 route add 172.17.1.0/24 via 192.168.56.11
  for h in 1 2; do ip -n host$h route add 172.17.3.0/24 via 192.168.56.1; done
  ip -n host3 route add 172.17.1.0/24 via 192.168.57.1; ip -n host3 route add 172.17.2.0/24 via 192.168.57.1`;
const routerRoutes = `
  for h in 1 2; do ip -n router route add 172.17.$h.0/24 via 192.168.56.1$h; done
  ip -n router route add 172.17.3.0/24 via 192.168.57.13`;

export const alternatives: Record<string, string> = {
  "next hops on the link: the other's address inside, and proxy ARP": `${given} ${routerRoutes}
    ip -n host1 route add 172.17.2.0/24 via 172.17.2.1 dev eth0 onlink
    ip -n host2 route add 172.17.1.0/24 dev eth0; ip netns exec host1 sysctl -qw net.ipv4.conf.eth0.proxy_arp=1
    for h in 1 2; do ip -n host$h route add 172.17.3.0/24 via 192.168.56.1; done
    ip -n host3 route add 172.17.0.0/23 dev eth0; ip -n host3 route add 172.17.2.0/24 via 192.168.57.1
    ip netns exec router sysctl -qw net.ipv4.conf.eth1.proxy_arp=1`,
  "policy rules and a type of service, all by the same next hop": `${given} ${hostRoutes} ${routerRoutes}
    ip -n host1 route add 172.17.2.0/24 via 192.168.56.12 table 100; ip -n host1 route add 172.17.2.0/24 tos 0x08 via 192.168.56.12
    ip -n host1 rule add ipproto tcp dport 443 lookup 100; ip -n host1 rule add iif docker0 to 172.17.2.0/24 lookup 100
    ip netns exec host1 iptables -t mangle -A PREROUTING -p udp --dport 53 -j MARK --set-mark 9; ip -n host1 rule add fwmark 9 lookup 100`,
  "forwarding is switched on link by link": `${given} ${hostRoutes} ${routerRoutes}
    for n in host1 host2 host3 router; do
      ip netns exec $n sysctl -qw net.ipv4.ip_forward=0
      for link in $(ip netns exec $n ls /sys/class/net); do
        case $link in eth*|docker0) ip netns exec $n sysctl -qw net.ipv4.conf.$link.forwarding=1 ;; esac
      done
    done`,
  "nft: policy drop, and masquerade only for what leaves the containers": `${given} ${hostRoutes} ${routerRoutes}
    for h in 1 2 3; do
      ip netns exec host$h nft 'add table ip lab; add chain ip lab through { type filter hook forward priority 0; policy drop; }'
      ip netns exec host$h nft add rule ip lab through ip saddr 172.17.0.0/16 ip daddr 172.17.0.0/16 accept
      ip netns exec host$h nft 'add chain ip lab post { type nat hook postrouting priority 100; }'
      ip netns exec host$h nft add rule ip lab post ip saddr 172.17.$h.0/24 ip daddr != 172.17.0.0/16 masquerade
    done`,
  "iptables-legacy, and FORWARD by conntrack and links": `${given} ${hostRoutes} ${routerRoutes}
    for h in 1 2; do
      fw() { ip netns exec host$h iptables-legacy "$@"; }
      fw -P FORWARD DROP
      fw -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
      fw -A FORWARD -i docker0 ! -o docker0 -j ACCEPT
      fw -A FORWARD -i eth0 -o docker0 -d 172.17.$h.0/24 -m conntrack --ctstate NEW -j ACCEPT
      fw -t nat -A POSTROUTING -s 172.17.$h.0/24 ! -d 172.17.0.0/16 -j MASQUERADE
    done`,
  "wider routes and default routes; host routes for each container": `${given}
    ip -n host1 route add 172.17.2.0/23 via 192.168.56.12; ip -n host1 route add default via 192.168.56.1
    ip -n host1 route add 172.17.3.0/24 via 192.168.56.1
    for c in 2 3; do ip -n host2 route add 172.17.1.$c via 192.168.56.11; done
    ip -n host2 route add default via 192.168.56.1
    ip -n host3 route add default via 192.168.57.1
    ip -n router route add 172.17.0.0/23 via 192.168.56.11; ip -n router route add 172.17.2.0/24 via 192.168.56.12
    ip -n router route add 172.17.3.2/32 via 192.168.57.13`,
  "routes in another table, for what comes from the containers": `${given} ${routerRoutes}
    for h in 1 2; do
      ip -n host$h route add 172.17.$((3 - h)).0/24 via 192.168.56.1$((3 - h)) table 100
      ip -n host$h route add 172.17.3.0/24 via 192.168.56.1 table 100
      ip -n host$h rule add iif docker0 lookup 100
    done
    ip -n host3 route add 172.17.0.0/16 via 192.168.57.1 table 100
    ip -n host3 rule add from 172.17.3.0/24 lookup 100`,
  "route and arp: static neighbours, a source for the host's own packets": `${given} ${routerRoutes}
    mac() { ip netns exec $1 cat /sys/class/net/$2/address; }
    ip netns exec host1 arp -i eth0 -s 192.168.56.12 $(mac host2 eth0)
    ip netns exec host2 arp -i eth0 -s 192.168.56.11 $(mac host1 eth0)
    ip -n docker1 neigh add 172.17.1.1 lladdr $(mac host1 docker0) dev eth0
    ip netns exec host1 route add -net 172.17.2.0 netmask 255.255.255.0 gw 192.168.56.12
    ip netns exec host2 route add -net 172.17.1.0 netmask 255.255.255.0 gw 192.168.56.11
    for h in 1 2; do ip -n host$h route add 172.17.3.0/24 via 192.168.56.1 src 172.17.$h.1; done
    ip netns exec host3 route add -net 172.17.0.0 netmask 255.255.0.0 gw 192.168.57.1`,
  "a firewall on the hosts for the hosts themselves, extra addresses, routes, links and namespaces": `${given} ${hostRoutes} ${routerRoutes}
    ip netns add spare; ip netns add docker6; ip link add spare0 type veth peer name eth0 netns spare
    for n in host1 host2 router; do
      ip netns exec $n iptables -P INPUT DROP; ip netns exec $n iptables -A INPUT -p tcp --dport 22 -j ACCEPT
      ip -n $n address add 198.51.100.$(ip netns exec $n cat /sys/class/net/eth0/ifindex)/32 dev lo
      ip -n $n route add 203.0.113.0/24 via 192.168.56.$([ $n = host1 ] && echo 12 || echo 11)
    done
    ip netns exec host1 iptables -t nat -A POSTROUTING -s 172.17.1.0/24 -o eth0 -d 203.0.113.0/24 -j MASQUERADE`,
  "other TTLs, next hops as objects, no ICMP errors": `${given} ${routerRoutes}
    ip -n host1 nexthop add id 1 via 192.168.56.12 dev eth0; ip -n host1 route add 172.17.2.0/24 nhid 1
    ip -n host2 route add 172.17.1.0/24 via 192.168.56.11 dev eth0 onlink
    for h in 1 2; do ip -n host$h route add 172.17.3.0/24 via 192.168.56.1; done
    ip -n host3 route add 172.17.0.0/16 via 192.168.57.1
    for c in 1 2 3 4 5; do ip netns exec docker$c sysctl -qw net.ipv4.ip_default_ttl=128; done
    for h in host1 host2 router host3; do ip netns exec $h iptables -A OUTPUT -p icmp --icmp-type time-exceeded -j DROP; done`,
  "docker0 and eth0 are other names of the links": `
    ${given.replace("add docker0 address 02:42:ac:11:0$h:01 type bridge", "add br0 type bridge; ip -n host$h link property add dev br0 altname docker0")}
    ip -n host1 link set eth0 down; ip -n host1 link set eth0 name up0; ip -n host1 link property add dev up0 altname eth0
    ip -n host1 link set up0 up; ip netns exec host1 sysctl -qw net.ipv4.conf.up0.rp_filter=0
    ${hostRoutes} ${routerRoutes}`,
  "each address with two prefix lengths; containers with an address more": `${given} ${hostRoutes} ${routerRoutes}
    for h in 1 2; do ip -n host$h address add 172.17.$h.1/32 dev docker0; ip -n host$h address add 192.168.56.1$h/32 dev eth0; done
    ip -n docker1 address add 172.17.1.9/24 dev eth0; ip -n docker4 address add 10.9.9.9/32 dev eth0`,
  "the TTL is set anew, and large packets are cut": `${given} ${hostRoutes} ${routerRoutes}
    for h in host1 router; do ip netns exec $h iptables -t mangle -A POSTROUTING -j TTL --ttl-set 64; done
    for h in host1 host2 router; do ip -n $h link set eth0 mtu 1280; done; ip -n router link set eth1 mtu 1400; ip -n host3 link set eth0 mtu 1400`,
  "strict reverse paths, and routes that change nothing": `${given} ${hostRoutes} ${routerRoutes}
    for n in host1 host2 host3 router; do ip netns exec $n sysctl -qw net.ipv4.conf.all.rp_filter=1; done
    ip -n host1 route add 172.17.2.0/24 via 192.168.56.12 tos 0x08; ip -n host1 route add 172.17.2.0/24 via 192.168.56.1 metric 900
    ip -n host2 route add blackhole 172.17.0.0/16 metric 4000; ip -n router route add unreachable 172.17.0.0/16`,
  "two next hops that are both the other host": `${given} ${routerRoutes}
    ip -n host2 address add 192.168.56.112/24 dev eth0
    ip -n host1 route add 172.17.2.0/24 nexthop via 192.168.56.12 nexthop via 192.168.56.112
    ip -n host2 route add 172.17.1.0/24 via 192.168.56.11
    for h in 1 2; do ip -n host$h route add 172.17.3.0/24 via 192.168.56.1; done
    ip -n host3 route add 172.17.0.0/16 via 192.168.57.1`,
  "firewalls by state in the containers, and untracked packets on a host": `${given} ${hostRoutes} ${routerRoutes}
    for c in 1 2 3 4 5; do
      ip netns exec docker$c iptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
      ip netns exec docker$c iptables -A INPUT -s 172.17.0.0/16 -m conntrack --ctstate NEW -j ACCEPT
      ip netns exec docker$c iptables -P INPUT DROP
    done
    ip netns exec host2 iptables -t raw -A PREROUTING -j CT --notrack; ip netns exec host2 iptables -P FORWARD DROP
    ip netns exec host2 iptables -A FORWARD -s 172.17.0.0/16 -d 172.17.0.0/16 -j ACCEPT`,
  "routes by a mark, for what the containers send": `${given} ${routerRoutes}
    for h in 1 2; do
      ip netns exec host$h iptables -t mangle -A PREROUTING -i docker0 -j MARK --set-mark 7
      ip -n host$h rule add from 172.17.$h.0/24 lookup 100
      ip -n host$h route add 172.17.$((3 - h)).0/24 via 192.168.56.1$((3 - h)) table 100
      ip -n host$h route add default via 192.168.56.1 table 100
    done
    ip -n host3 route add default via 192.168.57.1`,
};
