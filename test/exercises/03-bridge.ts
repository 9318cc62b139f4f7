// Lab 03 has no exercise of its own: what the lab asks for is its lesson.

import type { Untaught } from "./exercise.ts";

const containers = [1, 2].map((n) => ({ name: `docker${n}`, address: `172.17.0.${n + 1}/16` }));
const onEach = (command: (container: (typeof containers)[number]) => string) => containers.map(command).join("\n");
const bridge = "ip link add docker0 type bridge; ip address add 172.17.0.1/16 dev docker0; ip link set docker0 up";

export default {
  withoutTheLesson: {
    "a bridge in each container, as in lab 01, and one on the host": `${bridge}
      ${onEach(
        ({ name, address }) => `ip -n ${name} link add eth0 type bridge; ip -n ${name} address add ${address} dev eth0
          ip -n ${name} link set eth0 up; ip -n ${name} route add default via 172.17.0.1`,
      )}`,
    "an address on each loopback device, as in lab 02, and routes over it": `${bridge}
      ${onEach(
        ({ name, address }) => `ip -n ${name} link set lo up; ip -n ${name} address add ${address} dev lo
          ip -n ${name} route add default via 172.17.0.1 dev lo`,
      )}`,
    "both containers share the host's stack, as with --net=host in lab 02": `${bridge}
      ip link add eth0 type bridge; ip link set eth0 up
      ${onEach(
        ({ name, address }) => `ip netns del ${name}; ip netns attach ${name} $$
          ip address add ${address} dev eth0`,
      )}`,
  },
} satisfies Untaught;
