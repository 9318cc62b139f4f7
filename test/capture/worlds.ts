// Worlds that packets are walked through, as shell commands on an empty host.

/** Three containers on docker0, and outside behind the host, which forwards and masquerades. */
export const routed = `
  ip link add docker0 type bridge; ip address add 172.17.0.1/16 dev docker0; ip link set docker0 up
  join() { # namespace, host's end, address
    ip netns add $1; ip link add $2 type veth peer name eth0 netns $1
    ip netns exec $1 sysctl -qw net.ipv6.conf.all.disable_ipv6=1
    ip -n $1 address add $3 dev eth0; ip -n $1 link set eth0 up; ip -n $1 link set lo up; ip link set $2 up
  }
  for i in 1 2 3; do
    join docker$i veth$i 172.17.0.$((i + 1))/16; ip link set veth$i master docker0
    ip -n docker$i route add default via 172.17.0.1
  done
  join outside out0 203.0.113.2/24; ip address add 203.0.113.1/24 dev out0
  iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
  sysctl -qw net.ipv4.ip_forward=1
  for node in docker1 docker2 docker3 outside; do until ip -n $node link show eth0 | grep -q 'state UP'; do :; done; done`;

/** Two hosts on a switch, and a VXLAN between them. */
export const tunnelled = `
  ip link add switch0 type bridge; ip link set switch0 up
  for n in 1 2; do
    ip netns add host$n; ip link add port$n type veth peer name eth0 netns host$n; ip link set port$n master switch0 up
    ip -n host$n address add 192.168.56.1$n/24 dev eth0; ip -n host$n link set eth0 up
    ip -n host$n link add vxlan0 type vxlan id 42 dstport 4789 remote 192.168.56.1$((3 - n)) dev eth0
    ip -n host$n address add 10.0.0.$n/24 dev vxlan0; ip -n host$n link set vxlan0 up
  done`;

/** IPv6 alone, on a bridge. */
export const sixes = `
  ip link add docker0 type bridge; ip link set docker0 up
  for i in 1 2 3; do
    ip netns add docker$i; ip link add veth$i type veth peer name eth0 netns docker$i; ip link set veth$i master docker0 up
    ip -n docker$i address add 2001:db8::$i/64 dev eth0 nodad; ip -n docker$i link set eth0 up
    until ip -n docker$i -6 address show dev eth0 scope link | grep -q inet6; do :; done
    until ! ip -n docker$i -6 address show dev eth0 tentative | grep -q inet6; do :; done
  done`;
