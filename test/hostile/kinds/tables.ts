// Tables of the kernel's that hardly anybody looks at, without end; and ways through them that are long, or have no end.

import type { Hostile } from "../hostile.ts";

/** Right work first, and then so many lines for a tool's batch; `line` is awk's, with $1 from 1 on. */
const batch = (count: number, line: string, before = "", tool = "ip -force -batch -"): string =>
  `RIGHT\n${before}\nseq ${count} | awk '{ ${line} }' | ${tool} 2>/dev/null; true`;

export const tables: Hostile[] = [
  {
    name: "next-hops-without-end",
    script: batch(60_000, 'print "nexthop add id " $1 " dev docker0"'),
  },
  {
    name: "routes-with-many-next-hops",
    script: `RIGHT
hops=$(for i in $(seq 4 100); do printf ' nexthop via 172.17.0.%s dev docker0' $i; done)
for i in $(seq 400); do echo "route add 10.$((i / 256)).$((i % 256)).0/24$hops"; done | ip -force -batch - 2>/dev/null; true`,
  },
  {
    name: "policies-without-end",
    script: batch(
      30_000,
      'printf "xfrm policy add src 10.%d.%d.0/24 dst 10.9.0.0/16 dir out priority %d tmpl proto esp mode tunnel\\n", $1 / 256, $1 % 256, $1',
    ),
  },
  {
    name: "classes-without-end",
    script: batch(
      8000,
      'printf "class add dev docker0 parent 1: classid 1:%x htb rate 1mbit\\n", $1 + 1; printf "qdisc add dev docker0 parent 1:%x pfifo\\n", $1 + 1',
      "tc qdisc add dev docker0 root handle 1: htb",
      "tc -force -batch -",
    ),
  },
  {
    name: "filters-without-end",
    script: batch(
      30_000,
      'printf "filter add dev docker0 ingress pref %d protocol ip u32 match ip dst 10.0.%d.%d flowid 1:1\\n", $1 % 60000 + 1, $1 / 256 % 256, $1 % 256',
      "tc qdisc add dev docker0 ingress",
      "tc -force -batch -",
    ),
  },
  {
    name: "objects-of-rules-without-end",
    script: batch(
      60_000,
      'print "add counter x c" $1; print "add quota x q" $1 " over 1 mbytes"',
      "nft add table x",
      "nft -f -",
    ),
  },
  {
    name: "maps-that-are-nested-and-long",
    script: batch(
      400,
      'printf "add map x m%d { type ipv4_addr : verdict; flags interval; }\\n", $1; for (i = 0; i < 100; i++) printf "add element x m%d { 10.%d.%d.0/24 : jump c }\\n", $1, $1 / 256, i',
      "nft add table x; nft add chain x c",
      "nft -f -",
    ),
  },
  {
    name: "rules-that-go-on-and-on",
    script: batch(4000, 'print "rule add pref " $1 + 10 " goto " $1 + 11'),
  },
  {
    name: "bridges-in-a-row",
    script: `${batch(
      200,
      'print "link add row" $1 " type bridge"; print "link set row" $1 " up"; if ($1 > 1) { print "link add l" $1 " type veth peer name r" $1; print "link set l" $1 " master row" $1 - 1; print "link set r" $1 " master row" $1; print "link set l" $1 " up"; print "link set r" $1 " up" }',
    )}
ip link add first type veth peer name one; ip link set first master docker0 up; ip link set one master row1 up
ip link set veth2 master row200; ip link set row200 up`,
  },
  {
    name: "tunnels-through-themselves",
    script: `RIGHT
for i in $(seq 20); do ip link add t$i type vxlan id $i remote 10.$i.0.2 local 10.$((i % 20 + 1)).0.1 dstport 4789; ip address add 10.$i.0.1/24 dev t$i; ip link set t$i up; done
ip link add g type gretap remote 172.17.0.2 local 172.17.0.1; ip link set g master docker0 up; true`,
  },
  {
    name: "rules-of-every-tool",
    script: `RIGHT
seq 3000 | awk 'BEGIN { print "*filter" } { printf "-A FORWARD -s fd00::%x -j ACCEPT\\n", $1 } END { print "COMMIT" }' | ip6tables-restore
for i in $(seq 300); do echo "add rule bridge x y ether saddr 02:00:00:00:00:$(printf %02x $((i % 256))) accept"; done | { echo 'add table bridge x'; echo 'add chain bridge x y { type filter hook forward priority 0; }'; cat; } | nft -f -
for i in $(seq 100); do ebtables -A FORWARD -s 02:00:00:00:00:$(printf %02x $i) -j ACCEPT; arptables -A OUTPUT -s 10.0.0.$i -j ACCEPT; done 2>/dev/null; true`,
  },
];
