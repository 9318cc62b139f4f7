// Lab 03, what a student may have besides: docker3, docker4. Commands for the end of the lab's steps.

import type { Further } from "../harness/index.ts";

const container = (n: number) => ({
  "two-containers": [`ip netns add docker${n}`],
  "default-route": [
    `ip link add veth${n} type veth peer name eth0 netns docker${n}`,
    `ip link set veth${n} master docker0 up`,
    `ip -n docker${n} address add 172.17.0.${n + 1}/16 dev eth0`,
    `ip -n docker${n} link set eth0 up`,
    `ip -n docker${n} route add default via 172.17.0.1`,
  ],
});

export default [container(3), container(4)] satisfies Further;
