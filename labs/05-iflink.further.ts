// Lab 05, what a student may have besides: docker4, docker5. Commands for the end of the lab's steps. They start before docker3,
// so that the order of the host's links does not give the answer away.

import type { Further } from "../harness/index.ts";

const container = (docker: string, veth: string, address: string) => ({
  "start-docker2": [
    `ip netns add ${docker}`,
    `ip link add ${veth} type veth peer name eth0 netns ${docker}`,
    `ip link set ${veth} master docker0 up`,
    `ip -n ${docker} address add ${address}/16 dev eth0`,
    `ip -n ${docker} link set eth0 up`,
  ],
  "write-it-down": [`ip link set ${veth} alias ${docker}`],
});

export default [
  container("docker4", "veth51c09be", "172.17.0.5"),
  container("docker5", "vethe7730d2", "172.17.0.6"),
] satisfies Further;
