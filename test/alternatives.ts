// Right but different: ways to reach a lab's goal that the lab itself does not take. Each must pass in full. Add yours.

export const alternatives: Record<string, Record<string, string>> = {
  "01-network-stack": {
    "nft instead of iptables, and a rule of the host's own": `
      ip netns add docker1
      ip netns exec docker1 ifconfig lo up
      ip netns exec docker1 route add -net 198.51.100.0/24 dev lo
      ip netns exec docker1 nft add table inet filter
      ip netns exec docker1 nft 'add chain inet filter input { type filter hook input priority 0; }'
      ip netns exec docker1 nft add rule inet filter input meta l4proto icmp drop
      iptables -A INPUT -p udp --dport 9 -j DROP`,
    "iptables-legacy, in the output chain": `
      ip netns add docker1
      ip -n docker1 link set lo up
      ip -n docker1 route add 198.51.100.0/24 dev lo
      ip netns exec docker1 iptables-legacy -A OUTPUT -p icmp -j DROP`,
  },
  "02-host-network": {
    "another web server, and a container that is there already": `
      ip netns add web1; ip netns add web2
      ip -n web1 link set lo up; ip -n web2 link set lo up
      serve() { "$@" /run/bun -e 'Bun.serve({ port: 80, fetch: () => new Response("hello") })' >/dev/null 2>&1 </dev/null & }
      serve; serve ip netns exec web1; serve ip netns exec web2
      for node in "" "ip netns exec web1" "ip netns exec web2"; do
        until $node curl -s -o /dev/null http://127.0.0.1; do :; done
      done`,
  },
  "03-bridge": {
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
  },
};
