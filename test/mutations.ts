// Faults that students make: shell commands on the host of the built lab, and the check that must catch each. Add yours.

export type Mutation = { fault: string; commands: string; caughtBy: string };

const flushed = (node: string) => `ip -n ${node} neigh flush all`;

export const mutations: Record<string, Mutation[]> = {
  "03-bridge": [
    {
      fault: "wrong prefix length",
      commands: "ip -n docker1 address flush dev eth0; ip -n docker1 address add 172.17.0.2/24 dev eth0",
      caughtBy: "address-docker1",
    },
    {
      fault: "wrong subnet",
      commands: "ip -n docker1 address flush dev eth0; ip -n docker1 address add 172.18.0.2/16 dev eth0",
      caughtBy: "address-docker1",
    },
    {
      fault: "an address twice",
      commands: "ip -n docker2 address add 172.17.0.2/16 dev eth0",
      caughtBy: "addresses-distinct",
    },
    { fault: "the host end is down", commands: "ip link set veth1 down", caughtBy: "pair-docker1" },
    { fault: "the container end is down", commands: "ip -n docker2 link set eth0 down", caughtBy: "pair-docker2" },
    { fault: "not plugged in", commands: "ip link set veth2 nomaster", caughtBy: "pair-docker2" },
    {
      fault: "plugged into another bridge",
      commands: "ip link add docker9 type bridge; ip link set docker9 up; ip link set veth1 master docker9",
      caughtBy: "pair-docker1",
    },
    {
      fault: "eth0 is one end of a pair whose other end is in the container too",
      commands: "ip -n docker1 link del eth0; ip -n docker1 link add eth0 type veth peer name eth1",
      caughtBy: "pair-docker1",
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
      caughtBy: "docker1-docker2",
    },
    {
      fault: "a firewall on the host",
      commands: "iptables -A INPUT -s 172.17.0.3 -j DROP",
      caughtBy: "host-docker2",
    },
    {
      fault: "a wrong static neighbour",
      commands: "ip -n docker1 neigh replace 172.17.0.3 lladdr 02:00:00:00:00:09 dev eth0",
      caughtBy: "docker1-docker2",
    },
    {
      fault: "a MAC address twice",
      commands: `ip -n docker2 link set eth0 address $(ip netns exec docker1 cat /sys/class/net/eth0/address); ${flushed("docker1")}`,
      caughtBy: "docker1-docker2",
    },
    {
      fault: "ARP off",
      commands: `ip -n docker2 link set eth0 arp off; ${flushed("docker1")}`,
      caughtBy: "docker1-docker2",
    },
    {
      fault: "ports that are isolated from each other",
      commands: "bridge link set dev veth1 isolated on; bridge link set dev veth2 isolated on",
      caughtBy: "docker1-docker2",
    },
    {
      fault: "the gateway's address on a port",
      commands: "ip address del 172.17.0.1/16 dev docker0; ip address add 172.17.0.1/16 dev veth1",
      caughtBy: "bridge-address",
    },
    {
      fault: "an address of its own on a port",
      commands: "ip address add 192.0.2.1/24 dev veth2",
      caughtBy: "ports-bare",
    },
    { fault: "the bridge is down", commands: "ip link set docker0 down", caughtBy: "bridge" },
  ],
};
