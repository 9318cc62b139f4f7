// Worlds in which pings get lost, besides those of the matrix: what stops them lies where few look. Data.

import type { What } from "../../harness/explain/index.ts";
import type { Asked } from "../matrix.ts";

export type Lossy = {
  lab: string;
  fault: string;
  /** Shell commands on the host of the built lab. */
  commands: string;
  /** Further ways, to addresses that the nodes should have. */
  asked?: Asked[];
  /** What must be named at least once. Without it silence is enough: pings there and back teach both sides what ARP does not. */
  told?: { node: string; what: What };
};

const inside = (node: string, command: string) => `ip netns exec ${node} ${command}`;
/** An nft table with one base chain and its rules; on a node, or on the host. */
const nft = (family: string, at: string, rules: string, node?: string) => {
  const text = `nft 'add table ${family} f; add chain ${family} f c { type filter hook ${at} ; policy accept; } ; ${rules
    .split(";")
    .map((rule) => `add rule ${family} f c ${rule}`)
    .join(" ; ")}'`;
  return node ? inside(node, text) : text;
};
const cold = (...nodes: string[]) => nodes.map((node) => `ip -n ${node} neigh flush all`).join("; ");

export const lossy: Lossy[] = [
  {
    lab: "03-bridge",
    fault: "the two containers have each other's address",
    commands: `for i in 1 2; do ip -n docker$i address flush dev eth0; done
      ip -n docker1 address add 172.17.0.3/16 dev eth0; ip -n docker2 address add 172.17.0.2/16 dev eth0`,
    asked: [
      { from: "docker1", to: "docker2", address: "172.17.0.3" },
      { from: "host", to: "docker1", address: "172.17.0.2" },
    ],
  },
  {
    lab: "03-bridge",
    fault: "a dormant table that drops, and a container that ignores ping",
    commands: `nft 'add table inet d { flags dormant; }; add chain inet d i { type filter hook input priority 0; policy drop; }'
      ${inside("docker1", "sysctl -w net.ipv4.icmp_echo_ignore_all=1")}`,
    told: { node: "docker1", what: "echo-ignored" },
  },
  {
    lab: "03-bridge",
    fault: "the host has a route to docker1 by another link",
    commands: `ip link add e0 type veth peer name e1; ip link set e0 up; ip link set e1 up; ip address add 192.0.2.1/24 dev e0
      ip route add 172.17.0.2/32 dev e0`,
    told: { node: "host", what: "wrong-route" },
  },
  {
    lab: "03-bridge",
    fault: "SNAT to an address of nobody",
    commands: inside("docker1", "iptables -t nat -A POSTROUTING -j SNAT --to-source 172.17.0.99"),
    told: { node: "docker1", what: "nat" },
  },
  {
    lab: "03-bridge",
    fault: "DNAT in OUTPUT to an address of nobody",
    commands: inside("docker1", "iptables -t nat -A OUTPUT -d 172.17.0.3 -j DNAT --to-destination 172.17.0.99"),
    told: { node: "docker1", what: "nat" },
  },
  {
    lab: "03-bridge",
    fault: "rp_filter in docker1, whose way back is another link",
    commands: `ip -n docker1 link add d0 type veth peer name d1; ip -n docker1 link set d0 up; ip -n docker1 link set d1 up; ip -n docker1 route add 172.17.0.3 dev d0
      ${inside("docker1", "sysctl -w net.ipv4.conf.all.rp_filter=1")}`,
  },
  {
    lab: "03-bridge",
    fault: "rp_filter off in docker1, whose way back is another link",
    commands: `ip -n docker1 link add d0 type veth peer name d1; ip -n docker1 link set d0 up; ip -n docker1 link set d1 up; ip -n docker1 route add 172.17.0.3 dev d0
      ${inside("docker1", "sysctl -w net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.eth0.rp_filter=0")}`,
  },
  {
    lab: "03-bridge",
    fault: "a length that a ping cannot have, and a container that ignores ping",
    commands: `${inside("docker2", "iptables -A INPUT -m length --length 1000:2000 -j DROP")}
      ${inside("docker2", "sysctl -w net.ipv4.icmp_echo_ignore_all=1")}`,
    told: { node: "docker2", what: "echo-ignored" },
  },
  {
    lab: "03-bridge",
    fault: "a length that a ping has",
    commands: inside("docker2", "iptables -A INPUT -m length --length 84 -j DROP"),
  },
  {
    lab: "03-bridge",
    fault: "netdev ingress",
    commands: inside(
      "docker2",
      `nft 'add table netdev f; add chain netdev f c { type filter hook ingress device eth0 priority 0; } ; add rule netdev f c ip protocol icmp drop'`,
    ),
    told: { node: "docker2", what: "filtered" },
  },
  {
    lab: "03-bridge",
    fault: "netdev ingress on a port of the bridge",
    commands: `nft 'add table netdev f; add chain netdev f c { type filter hook ingress device veth1 priority 0; } ; add rule netdev f c arp operation request drop'; ${cold("docker1", "docker2")}; ip neigh flush all`,
  },
  {
    lab: "03-bridge",
    fault: "netdev egress",
    commands: inside(
      "docker2",
      `nft 'add table netdev f; add chain netdev f c { type filter hook egress device eth0 priority 0; } ; add rule netdev f c icmp type echo-reply drop'`,
    ),
    told: { node: "docker2", what: "filtered" },
  },
  {
    lab: "03-bridge",
    fault: "a queue that is a black hole",
    commands: "tc qdisc add dev veth2 root blackhole",
    told: { node: "host", what: "tc-drops" },
  },
  {
    lab: "03-bridge",
    fault: "a bridge filter of nft on ICMP",
    commands: nft("bridge", "forward priority 0", "ip daddr 172.17.0.3 drop"),
    told: { node: "host", what: "filtered" },
  },
  {
    lab: "03-bridge",
    fault: "a bridge filter of nft on the source's MAC address",
    commands: `${nft("bridge", "prerouting priority 0", "ether saddr $(ip netns exec docker1 cat /sys/class/net/eth0/address) drop").replaceAll("'", '"')}; ${cold("docker1", "docker2")}; ip neigh flush all`,
    told: { node: "host", what: "filtered" },
  },
  {
    lab: "03-bridge",
    fault: "ebtables on IPv4",
    commands: "ebtables-nft -A FORWARD -p IPv4 --ip-dst 172.17.0.3 -j DROP",
    told: { node: "host", what: "filtered" },
  },
  {
    lab: "03-bridge",
    fault: "ebtables on ARP by its link",
    commands: `ebtables-nft -A FORWARD -p ARP -i veth1 -j DROP; ${cold("docker1", "docker2")}`,
    told: { node: "host", what: "filtered" },
  },
  {
    lab: "03-bridge",
    fault: "ebtables' policy",
    commands: `ebtables-nft -P FORWARD DROP; ${cold("docker1", "docker2")}`,
    told: { node: "host", what: "filtered" },
  },
  {
    lab: "03-bridge",
    fault: "arptables",
    commands: `${inside("docker2", "arptables-nft -A INPUT -s 172.17.0.2 -j DROP")}; ${cold("docker1", "docker2")}`,
    told: { node: "docker2", what: "filtered" },
  },
  {
    lab: "03-bridge",
    fault: "arptables on what goes out",
    commands: `${inside("docker2", "arptables-nft -A OUTPUT --opcode Reply -j DROP")}; ${cold("docker1", "docker2")}`,
    told: { node: "docker2", what: "filtered" },
  },
  {
    lab: "03-bridge",
    fault: "arp_ignore 8",
    commands: `${inside("docker2", "sysctl -w net.ipv4.conf.all.arp_ignore=8")}; ${cold("docker1", "docker2")}; ip neigh flush all`,
  },
  {
    lab: "03-bridge",
    fault: "a mark that leads into an empty table",
    commands: `${inside("docker1", "iptables -t mangle -A OUTPUT -p icmp -j MARK --set-mark 7")}
      ip -n docker1 rule add fwmark 7 blackhole`,
    told: { node: "docker1", what: "no-route" },
  },
  {
    lab: "03-bridge",
    fault: "a rule for ICMP",
    commands: "ip -n docker1 rule add ipproto icmp prohibit",
    told: { node: "docker1", what: "no-route" },
  },
  {
    lab: "03-bridge",
    fault: "an xfrm policy that blocks",
    commands: "ip -n docker1 xfrm policy add src 172.17.0.2 dst 172.17.0.3 dir out action block",
    told: { node: "docker1", what: "xfrm" },
  },
  {
    lab: "03-bridge",
    fault: "an xfrm policy that blocks what comes in",
    commands: "ip -n docker1 xfrm policy add src 172.17.0.0/16 dst 172.17.0.2 dir in action block",
    told: { node: "docker1", what: "xfrm" },
  },
  {
    lab: "03-bridge",
    fault: "a named verdict map",
    commands: inside(
      "docker2",
      `nft 'add table ip f; add map ip f m { type ipv4_addr : verdict; elements = { 172.17.0.2 : drop }; } ; add chain ip f c { type filter hook input priority 0; } ; add rule ip f c ip saddr vmap @m'`,
    ),
    told: { node: "docker2", what: "filtered" },
  },
  {
    lab: "03-bridge",
    fault: "a rate limit of none",
    commands: inside(
      "docker2",
      `sh -c "iptables -A INPUT -p icmp -m limit --limit 1/hour --limit-burst 1 -j ACCEPT; iptables -A INPUT -p icmp -j DROP; ping -c1 -W1 172.17.0.2; ping -c1 -W1 172.17.0.2; true"`,
    ),
  },
  {
    lab: "03-bridge",
    fault: "a container's address is deprecated to another's MAC: a static neighbour of somebody else",
    commands:
      "ip -n docker1 neigh replace 172.17.0.3 lladdr $(cat /sys/class/net/docker0/address) dev eth0 nud permanent",
  },
  {
    lab: "03-bridge",
    fault: "a blackhole route",
    commands: "ip -n docker2 route add blackhole 172.17.0.2",
    told: { node: "docker2", what: "no-route" },
  },
  {
    lab: "03-bridge",
    fault: "the destination drops what it answers",
    commands: inside("docker2", "iptables -A OUTPUT -p icmp --icmp-type echo-reply -j DROP"),
    told: { node: "docker2", what: "filtered" },
  },
  {
    lab: "03-bridge",
    fault: "the sender drops the reply",
    commands: inside("docker1", "iptables -A INPUT -p icmp --icmp-type echo-reply -j DROP"),
    told: { node: "docker1", what: "filtered" },
  },
  {
    lab: "03-bridge",
    fault: "what is answered over TCP is dropped by its state",
    commands: inside("docker1", "iptables -A INPUT -p tcp -m conntrack --ctstate ESTABLISHED -j DROP"),
    told: { node: "docker1", what: "filtered" },
  },
  {
    lab: "03-bridge",
    fault: "a port of TCP is led to the host",
    commands: inside(
      "docker1",
      "iptables -t nat -A OUTPUT -p tcp -d 172.17.0.3 --dport 80 -j DNAT --to-destination 172.17.0.1",
    ),
    told: { node: "docker1", what: "led-away" },
  },
  {
    lab: "03-bridge",
    fault: "what is long is dropped over UDP alone, on its way back",
    commands: inside(
      "docker2",
      `nft 'add table inet f; add chain inet f o { type filter hook output priority 0; }; add rule inet f o meta l4proto udp meta length > 1000 drop'`,
    ),
    told: { node: "docker2", what: "filtered" },
  },
  {
    lab: "03-bridge",
    fault: "a policy rule has TCP go by another link, and rp_filter drops what comes back",
    commands: `ip -n docker1 link add d0 type veth peer name d1; ip -n docker1 link set d0 up; ip -n docker1 link set d1 up
      ip -n docker1 route add default dev d0 table 7; ip -n docker1 rule add ipproto tcp lookup 7`,
  },
  {
    lab: "04-arp",
    fault: "docker3 has docker2's MAC address, and the bridge knows it",
    commands: `ip -n docker3 link set eth0 address $(ip netns exec docker2 cat /sys/class/net/eth0/address)
      ${inside("docker3", "ping -c 1 -W 1 172.17.0.1")}`,
  },
  {
    lab: "07-cross-host",
    fault: "forwarding off on one link of host1",
    commands: inside("host1", "sysctl -w net.ipv4.conf.docker0.forwarding=0"),
    told: { node: "host1", what: "not-forwarding" },
  },
  {
    lab: "07-cross-host",
    fault: "rp_filter on host2, which has the way back by another link",
    commands: `ip -n host2 link add d0 type veth peer name d1; ip -n host2 link set d0 up; ip -n host2 link set d1 up; ip -n host2 route replace 172.17.1.0/24 dev d0
      ${inside("host2", "sysctl -w net.ipv4.conf.all.rp_filter=1")}`,
  },
  {
    lab: "07-cross-host",
    fault: "masquerade of what goes between the containers, which the other host drops",
    commands: `${inside("host1", "iptables -t nat -I POSTROUTING -o eth0 -j MASQUERADE")}
      ${inside("host2", "iptables -I FORWARD -s 192.168.56.11 -j DROP")}`,
  },
  {
    lab: "07-cross-host",
    fault: "host2 marks what it forwards, and has no way for that",
    commands: `${inside("host2", "iptables -t mangle -A PREROUTING -s 172.17.1.0/24 -j MARK --set-mark 0x5")}
      ip -n host2 rule add fwmark 5 unreachable`,
    told: { node: "host2", what: "no-route" },
  },
  {
    lab: "07-cross-host",
    fault: "a policy rule by the link that it came in by",
    commands: "ip -n host2 rule add iif eth0 to 172.17.2.0/24 blackhole",
    told: { node: "host2", what: "no-route" },
  },
  {
    lab: "07-cross-host",
    fault: "xfrm blocks what host2 forwards",
    commands: "ip -n host2 xfrm policy add src 172.17.1.0/24 dst 172.17.2.0/24 dir fwd action block",
    told: { node: "host2", what: "xfrm" },
  },
  {
    lab: "08-cni",
    fault: "the portmap rule is there, and FORWARD drops what comes from outside",
    commands: "iptables -I FORWARD -i voutside -j DROP",
  },
];
