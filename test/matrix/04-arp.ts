import type { Mutation } from "../matrix.ts";

export const way = { from: "docker1", to: "docker2", address: "172.17.0.3" };

export const mutations: Mutation[] = [
  {
    fault: "docker2 ignores pings",
    commands: "ip netns exec docker2 sysctl -qw net.ipv4.icmp_echo_ignore_all=1",
    caughtBy: "docker1-docker2",
    broken: { node: "docker2", what: "echo-ignored" },
  },
  {
    fault: "docker2 answers one ping a minute",
    commands: "ip netns exec docker2 sysctl -qw net.ipv4.icmp_ratemask=1 net.ipv4.icmp_ratelimit=60000",
    caughtBy: "docker1-docker2",
  },
  {
    fault: "a policy rule of docker2 refuses the reply",
    commands: "ip -n docker2 rule add from 172.17.0.3 to 172.17.0.2 prohibit",
    caughtBy: "docker1-docker2",
    broken: { node: "docker2", what: "no-return-route" },
  },
  {
    fault: "docker2 sends nothing, and what docker1 sends comes to docker3 too",
    commands: `ip -n docker2 rule add from 172.17.0.3 to 172.17.0.2 prohibit
      nft 'add table netdev f; add chain netdev f c { type filter hook ingress device "veth1" priority 0; }
        add rule netdev f c ether type ip dup to "veth3"'`,
    caughtBy: "docker1-docker2",
    also: ["unicast-quiet"],
    broken: { node: "docker2", what: "no-return-route" },
  },
  {
    fault: "the bridge forgets at once",
    commands: "ip link set docker0 type bridge ageing_time 1",
    caughtBy: "fdb",
    also: ["unicast-quiet"],
  },
  {
    fault: "the bridge forgets before the next ping",
    commands: "ip link set docker0 type bridge ageing_time 30",
    caughtBy: "fdb",
    also: ["unicast-quiet"],
  },
  {
    fault: "a hub instead of a switch: the bridge forgets at once",
    commands: "ip link set docker0 type bridge ageing_time 0",
    caughtBy: "reply-unicast",
    also: ["fdb", "unicast-quiet"],
  },
  {
    fault: "a port that does not learn",
    commands: "bridge link set dev veth1 learning off; bridge fdb flush dev veth1 master",
    caughtBy: "fdb",
    also: ["reply-unicast", "unicast-quiet"],
  },
  {
    fault: "a port that gets no broadcasts",
    commands: "bridge link set dev veth3 bcast_flood off",
    caughtBy: "request-flooded",
  },
  {
    fault: "isolated ports",
    commands: "bridge link set dev veth1 isolated on; bridge link set dev veth3 isolated on",
    broken: { node: "host", what: "isolated", to: "docker3", address: "172.17.0.4" },
    caughtBy: "request-flooded",
    blocks: ["unicast-quiet"],
  },
  {
    fault: "a static FDB entry for the wrong port",
    commands:
      "bridge fdb replace $(ip netns exec docker2 cat /sys/class/net/eth0/address) dev veth3 master static sticky; ip -n docker1 neigh flush all",
    broken: { node: "host", what: "wrong-fdb" },
    caughtBy: "docker1-docker2",
    also: ["fdb", "unicast-quiet"],
  },
  {
    fault: "docker3 answers for docker2 as well",
    commands: "ip -n docker3 address add 172.17.0.3/16 dev eth0",
    broken: { node: "docker3", what: "duplicate-address" },
    caughtBy: "reply-unicast",
    maybe: ["docker1-docker2", "neighbours", "unicast-quiet"], // whoever answers last is believed
  },
  {
    fault: "the host answers for everybody (proxy ARP)",
    commands: `
      ip link set veth2 type bridge_slave isolated on
      ip link set veth1 type bridge_slave isolated on
      sysctl -w net.ipv4.conf.docker0.proxy_arp_pvlan=1 net.ipv4.conf.all.proxy_arp=1 net.ipv4.ip_forward=1
      ip -n docker1 neigh flush all; ip -n docker2 neigh flush all`,
    caughtBy: "request-flooded",
    also: ["neighbours", "reply-unicast"],
  },
  {
    fault: "a wrong static neighbour",
    commands: "ip -n docker1 neigh replace 172.17.0.3 lladdr 02:00:00:00:00:09 dev eth0",
    broken: { node: "docker1", what: "wrong-neighbour" },
    caughtBy: "docker1-docker2",
    also: ["neighbours", "unicast-quiet"],
  },
  {
    fault: "everything is broadcast: a static neighbour with the broadcast address",
    commands: "ip -n docker2 neigh replace 172.17.0.2 lladdr ff:ff:ff:ff:ff:ff dev eth0",
    caughtBy: "neighbours",
    also: ["unicast-quiet"],
  },
  {
    fault: "ARP off in docker2",
    commands: "ip -n docker2 link set eth0 arp off; ip -n docker1 neigh flush all",
    broken: { node: "docker2", what: "arp-off" },
    caughtBy: "docker1-docker2",
    also: ["neighbours", "reply-unicast"],
  },
  {
    fault: "docker2 does not answer ARP",
    commands: "ip netns exec docker2 sysctl -w net.ipv4.conf.eth0.arp_ignore=8; ip -n docker1 neigh flush all",
    broken: { node: "docker2", what: "no-arp-answer" },
    caughtBy: "docker1-docker2",
    also: ["neighbours", "reply-unicast"],
  },
  {
    fault: "a MAC address twice",
    commands: "ip -n docker3 link set eth0 address $(ip netns exec docker2 cat /sys/class/net/eth0/address)",
    caughtBy: "fdb",
  },
  {
    fault: "docker3 is not plugged in",
    commands: "ip link set veth3 nomaster",
    broken: { node: "host", what: "not-a-port", to: "docker3", address: "172.17.0.4" },
    caughtBy: "pair-docker3",
    also: ["request-flooded", "fdb"],
    blocks: ["unicast-quiet"],
  },
  {
    fault: "the host end is down",
    commands: "ip link set veth2 down",
    broken: { node: "host", what: "link-down" },
    caughtBy: "pair-docker2",
    also: ["docker1-docker2", "fdb", "neighbours", "reply-unicast", "request-flooded"],
    blocks: ["unicast-quiet"],
  },
  {
    fault: "the container end is down",
    commands: "ip -n docker1 link set eth0 down",
    broken: { node: "docker1", what: "link-down" },
    caughtBy: "pair-docker1",
    also: ["docker1-docker2", "fdb", "neighbours", "reply-unicast", "request-flooded"],
    blocks: ["unicast-quiet"],
  },
  {
    fault: "wrong subnet",
    commands: "ip -n docker2 address flush dev eth0; ip -n docker2 address add 172.18.0.3/16 dev eth0",
    broken: { node: "docker2", what: "no-such-address" },
    caughtBy: "address-docker2",
    also: ["docker1-docker2", "neighbours", "reply-unicast"],
  },
  {
    fault: "a firewall in the container",
    commands: "ip netns exec docker2 iptables -A INPUT -p icmp -j DROP",
    broken: { node: "docker2", what: "filtered" },
    caughtBy: "docker1-docker2",
  },
  {
    fault: "a filter for ARP",
    commands:
      "ip netns exec docker2 nft 'add table arp f; add chain arp f i { type filter hook input priority 0; policy drop; }'; ip -n docker1 neigh flush all; ip -n docker2 neigh flush all",
    broken: { node: "docker2", what: "filtered" },
    caughtBy: "docker1-docker2",
    also: ["neighbours", "reply-unicast"],
  },
  // an effect, not what is left of it
  {
    fault: "no port learns any more, but they did",
    commands: `
      for n in 1 2 3; do ip netns exec docker$n ping -c 1 172.17.0.$((n % 3 + 2)); done
      for n in 1 2 3; do bridge link set dev veth$n learning off; done`,
    caughtBy: "fdb",
    also: ["reply-unicast", "unicast-quiet"],
  },
  {
    fault: "no port learns, and all is written by hand",
    commands: `
      for n in 1 2 3; do
        bridge link set dev veth$n learning off
        bridge fdb replace $(ip netns exec docker$n cat /sys/class/net/eth0/address) dev veth$n master static
      done`,
    caughtBy: "fdb",
  },
  {
    fault: "the bridge forgets at once, and all is written by hand",
    commands: `
      ip link set docker0 type bridge ageing_time 0
      for n in 1 2 3; do
        bridge fdb replace $(ip netns exec docker$n cat /sys/class/net/eth0/address) dev veth$n master static
      done`,
    caughtBy: "fdb",
  },
  {
    fault: "ARP off in docker1, and all is written by hand",
    commands: `
      mac() { ip netns exec docker$1 cat /sys/class/net/eth0/address; }
      ip -n docker1 link set eth0 arp off # which forgets what was written
      for n in 2 3; do
        ip -n docker1 neigh replace 172.17.0.$((n + 1)) lladdr $(mac $n) dev eth0
        ip -n docker$n neigh replace 172.17.0.2 lladdr $(mac 1) dev eth0
      done`,
    caughtBy: "request-flooded",
  },
  {
    fault: "docker1 may not ask",
    commands: `
      ip -n docker1 neigh replace 172.17.0.3 lladdr $(ip netns exec docker2 cat /sys/class/net/eth0/address) dev eth0
      ip netns exec docker1 arptables -A OUTPUT --opcode Request -j DROP`,
    caughtBy: "request-flooded",
  },
  // who answers, and who hears it
  {
    fault: "the host answers too, a while later",
    commands: "sysctl -w net.ipv4.conf.docker0.proxy_arp_pvlan=1 net.ipv4.ip_forward=1",
    caughtBy: "reply-unicast",
  },
  {
    fault: "docker3 is told what docker1 sends",
    commands:
      "nft 'add table netdev n; add chain netdev n i { type filter hook ingress device veth1 priority 0; }; add rule netdev n i ip protocol icmp dup to veth3'",
    caughtBy: "unicast-quiet",
  },
  {
    fault: "docker3's port is kept from ARP",
    commands: "ebtables -A FORWARD -p ARP -o veth3 -j DROP",
    caughtBy: "request-flooded",
  },
  {
    fault: "a stack without a name has docker2's address",
    commands: `
      unshare --net sleep infinity >/dev/null 2>&1 </dev/null & pid=$!
      until [ "$(readlink /proc/$pid/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done
      ip link add third type veth peer name eth0 netns $pid; ip link set third master docker0 up
      nsenter -t $pid -n ip address add 172.17.0.3/16 dev eth0; nsenter -t $pid -n ip link set eth0 up`,
    broken: { node: ["host", "docker1", "docker3"], what: "other-mac", orSilent: true },
    caughtBy: "reply-unicast",
    maybe: ["docker1-docker2", "neighbours", "unicast-quiet"], // whoever answers first is believed
  },
  {
    fault: "docker1's MAC address is written to the wrong port",
    broken: { node: "host", what: "wrong-fdb" },
    commands:
      "bridge fdb replace $(ip netns exec docker1 cat /sys/class/net/eth0/address) dev veth2 master static sticky; ip -n docker1 neigh flush all; ip -n docker2 neigh flush all",
    caughtBy: "docker1-docker2",
    also: ["fdb", "neighbours", "reply-unicast"],
    blocks: ["unicast-quiet"],
  },
  {
    fault: "docker1 has no address: nobody can ask with it",
    broken: { node: "docker1", what: "no-route" },
    commands: "ip -n docker1 address flush dev eth0",
    caughtBy: "address-docker1",
    also: ["docker1-docker2", "fdb", "neighbours"],
    blocks: ["request-flooded", "reply-unicast", "unicast-quiet"],
  },
  {
    fault: "one direction of the ping alone",
    broken: { node: "docker1", what: "filtered" },
    commands: "ip netns exec docker1 iptables -A INPUT -p icmp --icmp-type echo-request -j DROP",
    caughtBy: "docker1-docker2",
  },
  {
    fault: "the bridge is down",
    commands: "ip link set docker0 down",
    broken: { node: "host", what: "link-down" },
    caughtBy: "docker1-docker2",
    also: ["fdb", "neighbours", "reply-unicast", "request-flooded"],
    blocks: ["unicast-quiet"],
  },
  // what stops one kind of packet, one direction, or one source
  {
    fault: "packets that must not be cut into fragments are dropped, as ping's are",
    broken: { node: "docker2", what: "maybe-filtered" },
    commands:
      "ip netns exec docker2 nft 'add table ip f; add chain ip f i { type filter hook input priority 0; }; add rule ip f i ip frag-off & 0x4000 != 0 drop'",
    caughtBy: "docker1-docker2",
  },
  {
    fault: "docker2's queue sends nothing",
    broken: { node: "docker2", what: "tc-drops" },
    commands: "ip netns exec docker2 tc qdisc add dev eth0 root blackhole; ip -n docker1 neigh flush all",
    caughtBy: "docker1-docker2",
    also: ["fdb", "neighbours", "reply-unicast"],
    blocks: ["unicast-quiet"],
  },
  {
    fault: "docker2's port drops replies before the bridge has them",
    broken: { node: "host", what: "filtered" },
    commands:
      "nft 'add table netdev n; add chain netdev n i { type filter hook ingress device veth2 priority 0; }; add rule netdev n i icmp type echo-reply drop'",
    caughtBy: "docker1-docker2",
  },
  {
    fault: "docker2's own end drops ICMP after its stack has sent it",
    broken: { node: "docker2", what: "filtered" },
    commands:
      "ip netns exec docker2 nft 'add table netdev n; add chain netdev n o { type filter hook egress device eth0 priority 0; }; add rule netdev n o ip protocol icmp drop'",
    caughtBy: "docker1-docker2",
  },
  {
    fault: "broadcasts are dropped on the way out to docker3",
    commands:
      "nft 'add table netdev n; add chain netdev n o { type filter hook egress device veth3 priority 0; }; add rule netdev n o ether daddr ff:ff:ff:ff:ff:ff drop'",
    caughtBy: "request-flooded",
  },
  {
    fault: "the bridge drops IPv4 from docker2's MAC address",
    broken: { node: "host", what: "filtered" },
    commands: "ebtables -A FORWARD -p IPv4 -s $(ip netns exec docker2 cat /sys/class/net/eth0/address) -j DROP",
    caughtBy: "docker1-docker2",
  },
  {
    fault: "the bridge drops ARP replies",
    broken: { node: "host", what: "filtered" },
    commands:
      "ebtables -A FORWARD -p ARP --arp-opcode Reply -j DROP; ip -n docker1 neigh flush all; ip -n docker2 neigh flush all",
    caughtBy: "docker1-docker2",
    also: ["neighbours", "reply-unicast"],
  },
  {
    fault: "the bridge lets nothing but ARP pass",
    broken: { node: "host", what: "filtered" },
    commands:
      "nft 'add table bridge f; add chain bridge f w { type filter hook forward priority 0; policy drop; }; add rule bridge f w ether type arp accept'",
    caughtBy: "docker1-docker2",
    blocks: ["unicast-quiet"],
  },
  {
    fault: "docker1 speaks with a second address, which docker2 refuses",
    broken: { node: "docker2", what: "filtered" },
    commands: `
      ip -n docker1 address flush dev eth0
      ip -n docker1 address add 172.17.0.99/16 dev eth0; ip -n docker1 address add 172.17.0.2/16 dev eth0
      ip netns exec docker2 iptables -A INPUT -s 172.17.0.99 -j DROP`,
    caughtBy: "docker1-docker2",
  },
  {
    fault: "docker1 speaks with a second address, and its named one is refused",
    broken: { node: "docker2", what: "filtered" },
    commands: `
      ip -n docker1 address flush dev eth0
      ip -n docker1 address add 172.17.0.99/16 dev eth0; ip -n docker1 address add 172.17.0.2/16 dev eth0
      ip netns exec docker2 iptables -A INPUT -s 172.17.0.2 -j DROP`,
    caughtBy: "docker1-docker2",
  },
  {
    fault: "docker2 answers by IPv6 only",
    broken: { node: "docker2", what: "filtered" },
    commands: `
      for n in 1 2; do
        ip netns exec docker$n sysctl -qw net.ipv6.conf.eth0.disable_ipv6=0
        ip -n docker$n address add fd17::$((n + 1))/64 dev eth0 nodad
      done
      ip netns exec docker2 nft 'add table ip f; add chain ip f i { type filter hook input priority 0; policy drop; }'`,
    caughtBy: "docker1-docker2",
  },
  {
    fault: "docker2 hears no ARP from docker1",
    broken: { node: "docker2", what: "filtered" },
    commands:
      "ip netns exec docker2 arptables -A INPUT -s 172.17.0.2 -j DROP; ip -n docker1 neigh flush all; ip -n docker2 neigh flush all",
    caughtBy: "docker1-docker2",
    also: ["neighbours", "reply-unicast"],
  },
  {
    fault: "docker2's ARP answers bear the MAC address of nobody",
    commands:
      "ip netns exec docker2 arptables -A OUTPUT --opcode Reply -j mangle --mangle-mac-s 02:00:00:00:00:09; ip -n docker1 neigh flush all",
    broken: { node: "docker1", what: "other-mac" },
    caughtBy: "docker1-docker2",
    also: ["neighbours", "reply-unicast"],
    maybe: ["unicast-quiet"], // a ping that goes out in time is flooded
  },
  {
    fault: "an IPsec policy in docker2 blocks docker1",
    broken: { node: "docker2", what: "xfrm" },
    commands: "ip -n docker2 xfrm policy add dir in src 172.17.0.2/32 dst 172.17.0.3/32 action block",
    caughtBy: "docker1-docker2",
  },
  // what a bridge and its ports can be told
  {
    fault: "docker2's MAC address is written as one of the bridge's own",
    broken: { node: "host", what: "wrong-fdb" },
    commands:
      "bridge fdb replace $(ip netns exec docker2 cat /sys/class/net/eth0/address) dev veth2 master permanent; ip -n docker1 neigh flush all",
    caughtBy: "docker1-docker2",
    maybe: ["fdb"],
    blocks: ["unicast-quiet"],
  },
  {
    fault: "docker2's port neither learns nor gets what is not learnt",
    broken: { node: "host", what: "no-flood" },
    commands: "bridge link set dev veth2 learning off flood off; bridge fdb flush dev veth2 master",
    caughtBy: "docker1-docker2",
    also: ["fdb", "unicast-quiet"],
  },
  {
    fault: "docker2's port is disabled in the bridge",
    broken: { node: "host", what: "port-blocked" },
    commands: `
      until [ $(cat /sys/class/net/veth2/operstate) = up ]; do :; done # until then the bridge sets the state itself
      bridge link set dev veth2 state 0; ip -n docker1 neigh flush all; bridge fdb flush dev veth2 master`,
    caughtBy: "docker1-docker2",
    also: ["fdb", "neighbours", "reply-unicast", "request-flooded"],
    blocks: ["unicast-quiet"],
  },
  {
    fault: "docker1's port is locked",
    broken: { node: "host", what: "port-locked" },
    commands: "bridge link set dev veth1 learning off locked on; bridge fdb flush dev veth1 master",
    caughtBy: "docker1-docker2",
    also: ["fdb", "neighbours", "reply-unicast", "request-flooded"],
    blocks: ["unicast-quiet"],
  },
  {
    fault: "the bridge answers for docker2, and does not pass the question on",
    commands: `
      ip neigh replace 172.17.0.3 lladdr $(ip netns exec docker2 cat /sys/class/net/eth0/address) dev docker0
      for n in 2 3; do bridge link set dev veth$n neigh_suppress on; done`,
    caughtBy: "request-flooded",
  },
  {
    fault: "docker1's port is one with proxy ARP: no question gets there",
    broken: { node: "host", what: "no-flood", from: "docker2", to: "docker1", address: "172.17.0.2" },
    commands: "ip link set veth1 type bridge_slave proxy_arp on; ip -n docker2 neigh flush all",
    caughtBy: "docker1-docker2",
  },
  {
    fault: "what docker2 answers is led to docker3",
    commands:
      "nft 'add table netdev n; add chain netdev n i { type filter hook ingress device veth2 priority 0; }; add rule netdev n i ip protocol icmp fwd to veth3'",
    broken: { node: "host", what: "maybe-filtered" },
    caughtBy: "docker1-docker2",
    also: ["unicast-quiet"],
  },
  {
    fault: "docker3 answers ARP for docker2, having another way there",
    commands: `
      ip netns exec docker3 sysctl -qw net.ipv4.ip_forward=1 net.ipv4.neigh.eth0.proxy_delay=0
      ip -n docker3 link add aside type veth peer name beside
      for end in aside beside; do ip -n docker3 link set $end up; done
      ip -n docker3 route add 172.17.0.3 dev aside; ip -n docker3 neigh add proxy 172.17.0.3 dev eth0`,
    broken: { node: "docker3", what: "wrong-route", orSilent: true },
    caughtBy: "reply-unicast",
    maybe: ["docker1-docker2", "neighbours", "unicast-quiet"], // whoever answers first is believed
  },
  {
    fault: "docker1 has docker2's address itself, on lo",
    broken: { node: "docker1", what: "duplicate-address" },
    commands: "ip -n docker1 link set lo up; ip -n docker1 address add 172.17.0.3/32 dev lo",
    caughtBy: "docker1-docker2",
    also: ["neighbours", "reply-unicast", "request-flooded"],
  },
  {
    fault: "docker2 has the bridge's MAC address",
    commands:
      "ip -n docker2 link set eth0 address $(cat /sys/class/net/docker0/address); ip -n docker1 neigh flush all",
    broken: { node: "host", what: "duplicate-mac" },
    caughtBy: "docker1-docker2",
    maybe: ["fdb", "neighbours", "reply-unicast"], // the bridge has the MAC address of one of its ports
    blocks: ["unicast-quiet"],
  },
];

const bridge = "ip link add docker0 type bridge; ip link set docker0 up";
const plugged = (n: number, port = `veth${n}`) => `
  ip link add ${port} type veth peer name eth0 netns docker${n}
  ip link set ${port} master docker0 up
  ip -n docker${n} address add 172.17.0.${n + 1}/16 dev eth0
  ip -n docker${n} link set eth0 up`;
const names = "ip netns add docker1; ip netns add docker2; ip netns add docker3";

export const alternatives: Record<string, string> = {
  "entries that will heal, and a limit that lets a person's pings through": `
    ${names}; ${bridge} ${plugged(1)} ${plugged(2)} ${plugged(3)}
    ip -n docker1 neigh replace 172.17.0.3 lladdr 02:00:00:00:00:09 dev eth0 nud reachable
    bridge fdb replace $(ip netns exec docker2 cat /sys/class/net/eth0/address) dev veth1 master dynamic
    ip netns exec docker2 iptables -A INPUT -p icmp -m limit --limit 5/sec -j ACCEPT
    ip netns exec docker2 iptables -A INPUT -p icmp -j DROP`,
  "a bridge filter that lets ARP and IPv4 pass; unknown unicast is not flooded to docker3; a fast spanning tree": `
    ${names}; ${bridge} ${plugged(1)} ${plugged(2)} ${plugged(3)}
    ip link set docker0 type bridge stp_state 1 forward_delay 200 hello_time 100
    nft 'add table bridge f; add chain bridge f w { type filter hook forward priority 0; policy drop; }'
    nft add rule bridge f w ether type '{ arp, ip }' accept
    bridge link set dev veth3 flood off
    until [ $(cat /sys/class/net/veth3/brport/state) = 3 ]; do :; done`,
  "settings of ARP that do no harm": `
    ${names}; ${bridge} ${plugged(1)} ${plugged(2)} ${plugged(3)}
    sysctl -qw net.ipv4.conf.all.proxy_arp=1
    for n in 1 2 3; do ip netns exec docker$n sysctl -qw net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2; done`,
  "brctl and ifconfig, pairs made inside and moved out": `
    ${names}
    brctl addbr docker0; ifconfig docker0 172.17.0.1 netmask 255.255.0.0 up
    for n in 1 2 3; do
      ip -n docker$n link add eth0 type veth peer name out$n
      ip -n docker$n link set out$n netns 1
      brctl addif docker0 out$n; ifconfig out$n up
      ip netns exec docker$n ifconfig eth0 172.17.0.$((n + 1)) netmask 255.255.0.0 up
    done`,
  "no address on the bridge, IPv6 left on, other names and order": `
    ${names}; ${bridge}
    ${plugged(3, "vethc1d2e3f")} ${plugged(1, "port-b")} ${plugged(2, "tap0")}`,
  "static neighbours that are right": `
    ${names}; ${bridge} ${plugged(1)} ${plugged(2)} ${plugged(3)}
    ip -n docker1 neigh replace 172.17.0.3 lladdr $(ip netns exec docker2 cat /sys/class/net/eth0/address) dev eth0
    ip -n docker2 neigh replace 172.17.0.2 lladdr $(ip netns exec docker1 cat /sys/class/net/eth0/address) dev eth0`,
  "static FDB entries that are right": `
    ${names}; ${bridge} ${plugged(1)} ${plugged(2)} ${plugged(3)}
    for n in 1 2 3; do
      bridge fdb replace $(ip netns exec docker$n cat /sys/class/net/eth0/address) dev veth$n master static
    done`,
  "Docker's MAC addresses, a spanning tree without delay, multicast snooping off": `
    ${names}; ${bridge}; ip link set docker0 type bridge stp_state 0 forward_delay 0 mcast_snooping 0
    for n in 1 2 3; do
      ip link add veth$n type veth peer name eth0 address 02:42:ac:11:00:0$((n + 1)) netns docker$n
      ip link set veth$n master docker0 up
      ip -n docker$n address add 172.17.0.$((n + 1))/16 broadcast 172.17.255.255 dev eth0
      ip -n docker$n link set eth0 up
    done`,
  "a fourth container, a second bridge, more addresses and default routes": `
    ${names}; ip netns add docker4; ${bridge}; ip address add 172.17.0.1/16 dev docker0
    ${plugged(1)} ${plugged(2)} ${plugged(3)} ${plugged(4)}
    ip link add docker9 type bridge; ip link set docker9 up
    for n in 1 2 3 4; do
      ip -n docker$n address add 192.0.2.$n/24 dev eth0; ip -n docker$n link set lo up
      ip -n docker$n route add default via 172.17.0.1
    done`,
  "a short memory: the FDB forgets after a second": `
    ${names}; ${bridge}; ip link set docker0 type bridge ageing_time 100 ${plugged(1)} ${plugged(2)} ${plugged(3)}`,
  "firewalls of nft, iptables and arptables that let all of it pass": `
    ${names}; ${bridge} ${plugged(1)} ${plugged(2)} ${plugged(3)}
    nft 'add table inet f; add chain inet f i { type filter hook input priority 0; policy drop; }; add rule inet f i ct state established accept'
    for n in 1 2 3; do
      ip netns exec docker$n iptables -P INPUT DROP
      ip netns exec docker$n iptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
      ip netns exec docker$n iptables -A INPUT -p icmp -j ACCEPT
    done
    ip netns exec docker2 arptables -A INPUT -d 172.17.0.3 -j ACCEPT`,
  "further names for every link": `
    ${names}; ${bridge} ${plugged(1)} ${plugged(2)} ${plugged(3)}
    for n in 1 2 3; do
      ip link property add dev veth$n altname port-of-docker$n
      ip -n docker$n link property add dev eth0 altname inside$n
    done
    ip link property add dev docker0 altname switch0`,
  "a second cable of each to a second bridge": `
    ${names}; ${bridge} ${plugged(1)} ${plugged(2)} ${plugged(3)}
    ip link add br1 type bridge; ip link set br1 up
    for n in 1 2 3; do
      ip link add second$n type veth peer name eth1 netns docker$n; ip link set second$n master br1 up
      ip -n docker$n address add 192.0.2.$n/24 dev eth1; ip -n docker$n link set eth1 up
    done`,
  "one port alone is isolated, and gets no multicast": `
    ${names}; ${bridge} ${plugged(1)} ${plugged(2)} ${plugged(3)}
    bridge link set dev veth1 isolated on; bridge link set dev veth1 mcast_flood off`,
  "ports that send a frame back out where it came in": `
    ${names}; ${bridge} ${plugged(1)} ${plugged(2)} ${plugged(3)}
    for n in 1 2 3; do bridge link set dev veth$n hairpin on; done`,
  "IPv6 with addresses of its own": `
    ${names}; ${bridge}
    for n in 1 2 3; do ip netns exec docker$n sysctl -qw net.ipv6.conf.all.disable_ipv6=0 net.ipv6.conf.default.disable_ipv6=0; done
    ${plugged(1)} ${plugged(2)} ${plugged(3)}
    for n in 1 2 3; do ip -n docker$n address add fd17::$((n + 1))/64 dev eth0 nodad; done`,
  "a route to each other alone, by its source; second addresses in the same subnet": `
    ${names}; ${bridge} ${plugged(1)} ${plugged(2)} ${plugged(3)}
    for n in 1 2 3; do
      ip -n docker$n address add 172.17.9.$n/16 dev eth0
      for m in 1 2 3; do
        [ $m = $n ] || ip -n docker$n route add 172.17.0.$((m + 1)) dev eth0 src 172.17.0.$((n + 1))
      done
    done`,
  "a smaller MTU, other queues": `
    ${names}; ${bridge} ${plugged(1)} ${plugged(2)} ${plugged(3)}
    for n in 1 2 3; do ip link set veth$n mtu 1400 txqueuelen 100; ip -n docker$n link set eth0 mtu 1400; done
    tc qdisc add dev veth1 root pfifo limit 50; ip -n docker2 link set eth0 txqueuelen 1`,
  "filters for others: IPv6, TCP, and what is for docker3": `
    ${names}; ${bridge} ${plugged(1)} ${plugged(2)} ${plugged(3)}
    ebtables -A FORWARD -p IPv6 -j DROP; ebtables -A FORWARD -p IPv4 --ip-proto tcp -j DROP
    ip netns exec docker3 iptables -A INPUT -p icmp -j DROP`,
  "addresses that last for an hour, as a DHCP server gives them": `
    ${names}; ${bridge} ${plugged(1)} ${plugged(2)} ${plugged(3)}
    for n in 1 2 3; do ip -n docker$n address change 172.17.0.$((n + 1))/16 dev eth0 valid_lft 3600 preferred_lft 3600; done`,
  "what counts and marks on the way": `
    ${names}; ${bridge} ${plugged(1)} ${plugged(2)} ${plugged(3)}
    nft 'add table netdev n; add chain netdev n i { type filter hook ingress device veth1 priority 0; }; add rule netdev n i counter'
    ip netns exec docker1 iptables -t mangle -A OUTPUT -j TOS --set-tos 0x10`,
  "strict filters by the way back, neighbours that are soon stale": `
    ${names}; ${bridge} ${plugged(1)} ${plugged(2)} ${plugged(3)}
    for n in 1 2 3; do
      ip netns exec docker$n sysctl -qw net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.all.arp_filter=1 \\
        net.ipv4.conf.all.arp_accept=1 net.ipv4.conf.eth0.arp_notify=1 net.ipv4.neigh.eth0.base_reachable_time_ms=1000
    done`,
  "ports that suppress what the bridge could answer, which knows nobody; entries that stick to the right port": `
    ${names}; ${bridge} ${plugged(1)} ${plugged(2)} ${plugged(3)}
    for n in 1 2 3; do
      bridge link set dev veth$n neigh_suppress on
      bridge fdb replace $(ip netns exec docker$n cat /sys/class/net/eth0/address) dev veth$n master static sticky
    done`,
};
