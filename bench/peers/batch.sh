#!/bin/sh
# The network of lab 03 by ip-batch(8): one `ip` for the host, one for each container. It is gone with this process.
set -eu
mount -t tmpfs tmpfs /run
ip -batch - <<'HOST'
netns add docker1
netns add docker2
link add docker0 type bridge
address add 172.17.0.1/16 dev docker0
link set docker0 up
link add veth1 type veth peer name eth0 netns docker1
link set veth1 master docker0 up
link add veth2 type veth peer name eth0 netns docker2
link set veth2 master docker0 up
HOST
for container in 1:172.17.0.2 2:172.17.0.3; do
  ip -n "docker${container%:*}" -batch - <<CONTAINER
address add ${container#*:}/16 dev eth0
link set eth0 up
route add default via 172.17.0.1
CONTAINER
done
