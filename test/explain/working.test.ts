// No false accusation: where a ping is answered, `explain` finds nothing, whatever else is in the tables. The matrix asks the same of its solutions.

import { test } from "bun:test";
import { inWorld } from "../world.ts";
import { accusesNobody } from "./tell.ts";

const cases: Record<string, string> = {
  "iptables: policies that drop, and rules that accept": `
    for t in iptables iptables-legacy; do
      $t -P INPUT DROP; $t -P OUTPUT DROP; $t -N MINE
      $t -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT; $t -A INPUT -p icmp --icmp-type 8 -j MINE
      $t -A MINE -s 192.0.2.0/24 -j DROP; $t -A MINE -p tcp -m tcp --dport 80 -j DROP
      $t -A MINE ! -p icmp -j DROP; $t -A MINE -m comment --comment "-j DROP" -j RETURN
      $t -A INPUT -i lo -j DROP; $t -A INPUT -p icmp -j ACCEPT; $t -A OUTPUT ! -o lo -j ACCEPT
    done`,
  "iptables: published ports and masquerade": `
    iptables -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
    iptables -t nat -A OUTPUT -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
    iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
    iptables -A FORWARD -i docker0 ! -o docker0 -j ACCEPT; iptables -P FORWARD DROP`,
  "nft: policies that drop, sets, maps, jumps": `
    nft 'add table inet t; add set inet t good { type ipv4_addr; flags interval; elements = { 172.17.0.0/16, 192.0.2.1 } }
      add chain inet t mine; add rule inet t mine ip saddr != @good drop; add rule inet t mine icmp type echo-request accept
      add chain inet t i { type filter hook input priority 0; policy drop; }
      add rule inet t i ct state vmap { established : accept, invalid : drop }
      add rule inet t i tcp dport 22 drop; add rule inet t i iifname "docker*" jump mine
      add chain inet t f { type filter hook forward priority 0; policy drop; }
      add table arp a; add chain arp a i { type filter hook input priority 0; policy drop; }
      add rule arp a i arp operation { request, reply } arp saddr ip { 172.17.0.0/16, 203.0.113.0/24 } accept
      add table bridge b; add chain bridge b f { type filter hook forward priority 0; policy drop; }
      add rule bridge b f ether type arp accept; add rule bridge b f ip protocol icmp accept'`,
};

for (const [what, commands] of Object.entries(cases))
  test.concurrent(what, () =>
    inWorld(async (world) => {
      await world.buildFast("06-trace");
      await world.sh(commands);
      await accusesNobody(world);
    }),
  );

test.concurrent("two hosts, and NAT that works", () =>
  inWorld(async (world) => {
    await world.buildFast("07-cross-host");
    await accusesNobody(world);
    await world.sh("for h in 1 2; do ip netns exec host$h iptables -P FORWARD ACCEPT; done");
    await world.sh("ip netns exec host1 iptables -t nat -F POSTROUTING");
    await world.sh("ip netns exec host1 iptables -t nat -A POSTROUTING -s 172.17.1.0/24 -o eth0 -j MASQUERADE");
    await accusesNobody(world);
  }));
