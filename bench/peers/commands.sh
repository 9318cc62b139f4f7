#!/bin/sh
# The network of lab 03 by one `ip` a command. It is gone with this process.
set -eu
mount -t tmpfs tmpfs /run
ip netns add docker1
ip netns add docker2
ip link add docker0 type bridge
ip address add 172.17.0.1/16 dev docker0
ip link set docker0 up
for container in 1:172.17.0.2 2:172.17.0.3; do
  at=${container%:*}
  ip link add "veth$at" type veth peer name eth0 netns "docker$at"
  ip link set "veth$at" master docker0 up
  ip -n "docker$at" address add "${container#*:}/16" dev eth0
  ip -n "docker$at" link set eth0 up
  ip -n "docker$at" route add default via 172.17.0.1
done
