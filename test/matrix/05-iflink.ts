import type { Mutation } from "../matrix.ts";

export const passingAtStart = ["pair-docker1", "pair-docker2", "pair-docker3"];

export const mutations: Mutation[] = [
  {
    fault: "two answers swapped",
    commands: "ip link set veth8c41e07 alias docker2; ip link set veth3f2a1c9 alias docker1",
    caughtBy: "answer-docker1",
    also: ["answer-docker2"],
  },
  { fault: "no answer", commands: "ip link set vethb65d90a alias ''", caughtBy: "answer-docker3" },
  {
    fault: "answered on the container's end",
    commands: "ip link set veth3f2a1c9 alias ''; ip -n docker2 link set eth0 alias docker2",
    caughtBy: "answer-docker2",
  },
  {
    fault: "an alias with more than the name",
    commands: "ip link set veth8c41e07 alias 'docker1 eth0'",
    caughtBy: "answer-docker1",
  },
  {
    fault: "one link answered for two containers",
    commands: "ip link set veth3f2a1c9 alias ''; ip link set veth8c41e07 alias 'docker1 docker2'",
    caughtBy: "answer-docker1",
    also: ["answer-docker2"],
  },
  {
    fault: "two answers for one container, one of them another container's link",
    commands: "ip link set veth3f2a1c9 alias docker1",
    caughtBy: "answer-docker1",
    also: ["answer-docker2"],
  },
  {
    fault: "two answers for one container, one of them the bridge",
    commands: "ip link set docker0 alias docker3",
    caughtBy: "answer-docker3",
  },
  {
    fault: "the bridge, since its index is the one in @if2",
    commands: "ip link set veth3f2a1c9 alias ''; ip link set docker0 alias docker2",
    caughtBy: "answer-docker2",
  },
  {
    fault: "the name given as the link's name and not as its alias",
    commands: "ip link set vethb65d90a down; ip link set vethb65d90a name docker3 alias '' up",
    caughtBy: "answer-docker3",
  },
  {
    fault: "the answer on a decoy pair with a decoy bridge",
    commands: `ip link add docker9 type bridge; ip link set docker9 up
      ip netns add decoy; ip link add vethdecoy01 type veth peer name eth0 netns decoy
      ip link set vethdecoy01 master docker9 alias docker1 up; ip link set veth8c41e07 alias ''`,
    caughtBy: "answer-docker1",
  },
  {
    fault: "cables crossed after the answers",
    commands: `ip -n docker1 link set eth0 netns docker2 name tmp0
      ip -n docker2 link set eth0 netns docker1; ip -n docker1 link set eth0 up
      ip -n docker2 link set tmp0 name eth0 up`,
    caughtBy: "answer-docker1",
    also: ["answer-docker2"],
  },
  {
    fault: "a cable made anew, its alias gone with the old one",
    commands: `ip link del veth8c41e07; ip link add veth8c41e07 type veth peer name eth0 netns docker1
      ip link set veth8c41e07 master docker0 up; ip -n docker1 link set eth0 up`,
    caughtBy: "answer-docker1",
  },
  {
    fault: "plugged into another bridge",
    commands: "ip link add docker9 type bridge; ip link set docker9 up; ip link set veth3f2a1c9 master docker9",
    caughtBy: "pair-docker2",
  },
  { fault: "the host end is down", commands: "ip link set veth8c41e07 down", caughtBy: "pair-docker1" },
  { fault: "the container's end is down", commands: "ip -n docker3 link set eth0 down", caughtBy: "pair-docker3" },
  {
    fault: "both ends in one container",
    commands: "ip -n docker1 link del eth0; ip -n docker1 link add eth0 type veth peer name eth1",
    caughtBy: "pair-docker1",
    also: ["answer-docker1"],
  },
  {
    fault: "a cable from container to container",
    commands: `ip -n docker1 link del eth0; ip -n docker2 link del eth0
      ip -n docker1 link add eth0 type veth peer name eth0 netns docker2
      ip -n docker1 link set eth0 up; ip -n docker2 link set eth0 up`,
    caughtBy: "pair-docker1",
    also: ["pair-docker2", "answer-docker1", "answer-docker2"],
  },
  {
    fault: "a container is gone",
    commands: "ip netns del docker3",
    caughtBy: "pair-docker3",
    also: ["answer-docker3"],
  },
  {
    fault: "three answers, each one container on",
    commands: `ip link set veth8c41e07 alias docker2; ip link set veth3f2a1c9 alias docker3
      ip link set vethb65d90a alias docker1`,
    caughtBy: "answer-docker1",
    also: ["answer-docker2", "answer-docker3"],
  },
  {
    fault: "the answer is another name of the link, not its alias",
    commands: "ip link set veth8c41e07 alias ''; ip link property add dev veth8c41e07 altname docker1",
    caughtBy: "answer-docker1",
  },
  {
    fault: "the alias in capital letters",
    commands: "ip link set veth8c41e07 alias DOCKER1",
    caughtBy: "answer-docker1",
  },
  {
    fault: "an alias with a blank behind it",
    commands: "ip link set veth3f2a1c9 alias 'docker2 '",
    caughtBy: "answer-docker2",
  },
  {
    fault: "an alias with a line break",
    commands: "printf 'docker3\\neth0' > /sys/class/net/vethb65d90a/ifalias",
    caughtBy: "answer-docker3",
  },
  {
    fault: "the loopback device has the answer too",
    commands: "ip link set lo alias docker2",
    caughtBy: "answer-docker2",
  },
  {
    fault: "the index and the namespace's number as the answer",
    commands: "ip link set veth8c41e07 alias 2; ip link set veth3f2a1c9 alias 'link-netnsid 0'",
    caughtBy: "answer-docker1",
    also: ["answer-docker2"],
  },
  {
    fault: "answers by the place in the list: the first port is taken for docker1's",
    commands: `ip link set veth3f2a1c9 alias docker1; ip link set vethb65d90a alias docker2
      ip link set veth8c41e07 alias docker3`,
    caughtBy: "answer-docker1",
    also: ["answer-docker2", "answer-docker3"],
  },
  {
    fault: "answered for a pair that is on the host with both ends",
    commands: `ip link add decoy0 type veth peer name decoy1; ip link set decoy0 master docker0 alias docker3 up
      ip link set vethb65d90a alias ''`,
    caughtBy: "answer-docker3",
  },
  {
    fault: "answered for the second cable of the container",
    commands: `ip link add vethdecoy02 type veth peer name eth1 netns docker1; ip -n docker1 link set eth1 up
      ip link set vethdecoy02 master docker0 alias docker1 up; ip link set veth8c41e07 alias ''`,
    caughtBy: "answer-docker1",
  },
  {
    fault: "both cables of a container answered",
    commands: `ip link add vethdecoy02 type veth peer name eth1 netns docker1
      ip link set vethdecoy02 master docker0 alias docker1 up`,
    caughtBy: "answer-docker1",
  },
  {
    fault: "eth0 and eth1 of the container change places",
    commands: `ip link add vethdecoy02 type veth peer name eth1 netns docker1; ip link set vethdecoy02 master docker0 up
      ip -n docker1 link set eth0 down; ip -n docker1 link set eth0 name tmp0
      ip -n docker1 link set eth1 name eth0; ip -n docker1 link set eth0 up`,
    caughtBy: "answer-docker1",
  },
  {
    fault: "the host end is in another network namespace",
    commands: "ip netns add away; ip link set veth3f2a1c9 netns away; ip -n away link set veth3f2a1c9 up alias docker2",
    caughtBy: "pair-docker2",
    also: ["answer-docker2"],
  },
  {
    fault: "eth0 is a bridge in the container, with the cable behind it",
    commands: `ip -n docker1 link set eth0 down; ip -n docker1 link set eth0 name in0
      ip -n docker1 link add eth0 type bridge; ip -n docker1 link set in0 master eth0 up; ip -n docker1 link set eth0 up`,
    caughtBy: "pair-docker1",
    also: ["answer-docker1"],
  },
  {
    fault: "eth0 is a macvlan on the cable",
    commands: `ip -n docker1 link set eth0 down; ip -n docker1 link set eth0 name in0; ip -n docker1 link set in0 up
      ip -n docker1 link add eth0 link in0 type macvlan; ip -n docker1 link set eth0 up`,
    caughtBy: "pair-docker1",
    also: ["answer-docker1"],
  },
  {
    fault: "eth0 has another name",
    commands: "ip -n docker2 link set eth0 down; ip -n docker2 link set eth0 name eth1; ip -n docker2 link set eth1 up",
    caughtBy: "pair-docker2",
    also: ["answer-docker2"],
  },
  {
    fault: "the bridge is another one of the same name",
    commands: "ip link del docker0; ip link add docker0 type bridge; ip link set docker0 up",
    caughtBy: "pair-docker1",
    also: ["pair-docker2", "pair-docker3"],
  },
  {
    fault: "docker0 is the name of a port of the bridge",
    commands: `ip link set docker0 down; ip link set docker0 name br0; ip link set br0 up
      ip link add docker0 type veth peer name docker0p; ip link set docker0 master br0 up`,
    caughtBy: "pair-docker1",
    also: ["pair-docker2", "pair-docker3"],
  },
  {
    fault: "plugged into a bridge that is plugged into docker0",
    commands: `ip link add br1 type bridge; ip link set br1 up; ip link add up0 type veth peer name up1
      ip link set up0 master docker0 up; ip link set up1 master br1 up; ip link set vethb65d90a master br1`,
    caughtBy: "pair-docker3",
  },
  {
    fault: "both ends are down",
    commands: "ip link set veth8c41e07 down; ip -n docker1 link set eth0 down",
    caughtBy: "pair-docker1",
  },
  {
    fault: "a container's network namespace made anew under the old name",
    commands: "ip netns del docker2; ip netns add docker2; ip -n docker2 link set lo up",
    caughtBy: "pair-docker2",
    also: ["answer-docker2"],
  },
  {
    fault: "two containers have exchanged their names",
    commands: `for i in 1 2; do touch /run/netns/tmp$i; mount --bind /run/netns/docker$i /run/netns/tmp$i; umount /run/netns/docker$i; done
      mount --bind /run/netns/tmp1 /run/netns/docker2; mount --bind /run/netns/tmp2 /run/netns/docker1`,
    caughtBy: "answer-docker1",
    also: ["answer-docker2"],
  },
];

const bridge = `ip link add docker0 type bridge; ip address add 172.17.0.1/16 dev docker0; ip link set docker0 up`;
const plug = (container: number, hostEnd: string) =>
  `ip link set ${hostEnd} master docker0 up; ip -n docker${container} link set eth0 up
    ip -n docker${container} address add 172.17.0.${container + 1}/16 dev eth0`;

/** The lab's network and its answers, then the rest. */
const built = (rest: string) => `${bridge}
    for i in 3 1 2; do
      ip netns add docker$i; ip link add vetha00000$i type veth peer name eth0 netns docker$i
      ip link set vetha00000$i master docker0 alias docker$i up; ip -n docker$i link set eth0 up
    done
    ${rest}`;

export const alternatives: Record<string, string> = {
  "other links have aliases that only look alike": built(`
    ip link set docker0 alias 'docker1 docker2 docker3'; ip link set lo alias docker12
    ip link add near0 type veth peer name near1; ip link set near0 alias 'docker1 '; ip link set near1 alias Docker2`),
  "docker0 and eth0 are other names of the links": `
    ip link add br0 type bridge; ip link set br0 up; ip link property add dev br0 altname docker0
    for i in 1 2 3; do
      ip netns add docker$i; ip link add port$i type veth peer name in$i netns docker$i
      ip link set port$i master br0 alias docker$i up
      ip -n docker$i link property add dev in$i altname eth0; ip -n docker$i link set in$i up
    done`,
  "links with other names that are containers' names": built(`
    ip link property add dev vetha000001 altname docker2; ip link property add dev vetha000002 altname docker3`),
  "ports that are isolated, deaf or quiet, and a spanning tree": built(`
    bridge link set dev vetha000001 isolated on; bridge link set dev vetha000002 learning off flood off
    bridge link set dev vetha000003 mcast_flood off; ip link set docker0 type bridge stp_state 1`),
  "ports that answer nothing: no addresses, ARP off, rules that drop": built(`
    ip address flush dev docker0; ip link set vetha000001 arp off; ip -n docker2 link set eth0 arp off
    iptables -P INPUT DROP; iptables -P FORWARD DROP; ip netns exec docker3 iptables -P INPUT DROP`),
  "answers by index, in a batch; the links renamed afterwards": `
    ${bridge}; ip netns add docker1; ip netns add docker2; ip netns add docker3
    for i in 1 2 3; do
      ip link add tmp$i type veth peer name eth0 netns docker$i; ip link set tmp$i master docker0
      ip -n docker$i link set eth0 up
    done
    for i in 1 2 3; do
      index=$(ip netns exec docker$i cat /sys/class/net/eth0/iflink)
      name=$(ip -o link | sed -n "s/^$index: \\([^@]*\\)@.*/\\1/p")
      printf 'link set %s alias docker%s\nlink set %s name vethg00000%s\nlink set vethg00000%s up\n' $name $i $name $i $i | ip -batch -
    done`,
  "an answer changed many times, and both ends told": built(`
    for name in docker3 docker2 '' docker1; do ip link set vetha000001 alias "$name"; done
    for i in 1 2 3; do ip -n docker$i link set eth0 alias docker$i; done`),
  "cables of other sizes, in a group, with MAC addresses of their own": built(`
    ip link set vetha000001 mtu 9000 group 7; ip -n docker1 link set eth0 mtu 9000
    ip link set vetha000002 address 02:42:ac:11:00:99; ip -n docker2 link set eth0 address 02:42:ac:11:00:03
    ip link set vetha000003 txqueuelen 0 promisc on`),
  "in the order of the names; a changed mind, by the commands of the verb": `
    ${bridge}
    for i in 1 2 3; do
      ip netns add docker$i; ip link add vetha00000$i type veth peer name eth0 netns docker$i
      ip link set vetha00000$i master docker0 up; ip -n docker$i link set eth0 up
    done
    ip link set vetha000002 alias docker1; ip link set vetha000001 alias docker2
    ip link set vetha000002 alias ''; ip link set vetha000001 alias docker1
    ip link set vetha000002 alias docker2; ip link set vetha000003 alias docker3`,
  "brctl and ifconfig; pairs made inside and moved out; aliases written in /sys": `
    brctl addbr docker0; ifconfig docker0 172.17.0.1 netmask 255.255.0.0 up
    for i in 3 1 2; do
      ip netns add docker$i; ip -n docker$i link add eth0 type veth peer name out$i
      ip -n docker$i link set out$i netns 1; brctl addif docker0 out$i; ifconfig out$i up
      ip netns exec docker$i ifconfig eth0 172.17.0.$((i + 1)) netmask 255.255.0.0 up
      echo docker$i > /sys/class/net/out$i/ifalias
    done`,
  "pairs made on the host as Docker does: every index is different": `
    ${bridge}
    for i in 2 1 3; do
      ip netns add docker$i; ip link add tmp$i type veth peer name vethb00000$i
      ip link set tmp$i netns docker$i name eth0
    done
    ${plug(1, "vethb000001")}; ${plug(2, "vethb000002")}; ${plug(3, "vethb000003")}
    for i in 1 2 3; do ip link set vethb00000$i alias docker$i; done`,
  "both ends of a cable have one index, and so have all the eth0": `
    ip netns add docker1; ip netns add docker2; ip netns add docker3
    ip link add vethc000001 index 7 type veth peer name eth0 index 7 netns docker1
    ip link add vethc000002 index 8 type veth peer name eth0 index 7 netns docker2
    ip link add vethc000003 index 9 type veth peer name eth0 index 7 netns docker3
    ${bridge}
    ${plug(1, "vethc000001")}; ${plug(2, "vethc000002")}; ${plug(3, "vethc000003")}
    for i in 1 2 3; do ip link set vethc00000$i alias docker$i; done`,
  "indexes crossed: each eth0 has the index of another container's host end": `
    ip netns add docker3; ip netns add docker2; ip netns add docker1; ${bridge}
    ip link add vethd000001 index 11 type veth peer name eth0 index 12 netns docker1
    ip link add vethd000002 index 12 type veth peer name eth0 index 13 netns docker2
    ip link add vethd000003 index 13 type veth peer name eth0 index 11 netns docker3
    ${plug(1, "vethd000001")}; ${plug(2, "vethd000002")}; ${plug(3, "vethd000003")}
    for i in 1 2 3; do ip link set vethd00000$i alias docker$i; done`,
  "names that mislead: the host ends are named for other containers": `
    ${bridge}; ip netns add docker1; ip netns add docker2; ip netns add docker3
    ip link add docker2 type veth peer name eth0 netns docker1
    ip link add docker3 type veth peer name eth0 netns docker2
    ip link add docker1 type veth peer name eth0 netns docker3
    ${plug(1, "docker2")}; ${plug(2, "docker3")}; ${plug(3, "docker1")}
    ip link set docker2 alias docker1; ip link set docker3 alias docker2; ip link set docker1 alias docker3`,
  "more containers, ports, a decoy bridge and pairs, notes on other links and on the inner ends": `
    ip netns add spare; ip link add vethspare type veth peer name eth0 netns spare
    ${bridge}; ip link add docker9 type bridge; ip link set docker9 up; ip link set docker9 alias docker9
    ip link add here0 type veth peer name here1; ip link set here0 master docker0 alias 'both ends on the host' up
    ip link set vethspare master docker9 alias spare up
    for i in 4 3 2 1; do
      ip netns add docker$i; ip link add vethe00000$i type veth peer name eth0 netns docker$i
      ip link set vethe00000$i master docker0 alias docker$i up
      ip -n docker$i link set eth0 alias docker$i up
    done
    ip -n docker1 link add eth1 type veth peer name eth1 netns docker2`,
  "namespaces numbered by hand": `
    ${bridge}; ip netns add docker1; ip netns add docker2; ip netns add docker3
    ip netns set docker3 0; ip netns set docker2 41; ip netns set docker1 7
    for i in 1 2 3; do
      ip link add vethf00000$i type veth peer name eth0 netns docker$i
      ip link set vethf00000$i master docker0 alias docker$i up; ip -n docker$i link set eth0 up
    done`,
};
