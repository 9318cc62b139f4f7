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
  },
  {
    fault: "a cable from container to container",
    commands: `ip -n docker1 link del eth0; ip -n docker2 link del eth0
      ip -n docker1 link add eth0 type veth peer name eth0 netns docker2
      ip -n docker1 link set eth0 up; ip -n docker2 link set eth0 up`,
    caughtBy: "pair-docker1",
    also: ["pair-docker2"],
  },
  { fault: "a container is gone", commands: "ip netns del docker3", caughtBy: "pair-docker3" },
];

const bridge = `ip link add docker0 type bridge; ip address add 172.17.0.1/16 dev docker0; ip link set docker0 up`;
const plug = (container: number, hostEnd: string) =>
  `ip link set ${hostEnd} master docker0 up; ip -n docker${container} link set eth0 up
    ip -n docker${container} address add 172.17.0.${container + 1}/16 dev eth0`;

export const alternatives: Record<string, string> = {
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
