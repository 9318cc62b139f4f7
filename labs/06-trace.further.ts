// Lab 06, what a student may have besides: a task more, in docker2. Commands for the end of the lab's steps.

import type { Further } from "../harness/index.ts";

export default [
  { "two-rules": ["ip netns exec docker2 iptables -t raw -A PREROUTING -p icmp -j TRACE"] },
] satisfies Further;
