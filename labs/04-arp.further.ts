// Lab 04, what a student may have besides: docker4, docker5. Commands for the end of the lab's steps.

import type { Further } from "../harness/index.ts";

const container = (n: number) => ({
  "containers-alone": [
    `ip netns add docker${n}`,
    `ip netns exec docker${n} sysctl -w net.ipv6.conf.default.disable_ipv6=1`,
  ],
  "three-containers": [
    `ip link add veth${n} type veth peer name eth0 netns docker${n}`,
    `ip link set veth${n} master docker0 up`,
    `ip -n docker${n} address add 172.17.0.${n + 1}/16 dev eth0`,
    `ip -n docker${n} link set eth0 up`,
  ],
});

export default [container(4), container(5)] satisfies Further;
