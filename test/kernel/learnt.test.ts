// What was learnt of one address is what the whole table says of it.

import { expect, test } from "bun:test";
import { isRoot } from "../../harness/ground/unprivileged.ts";
import { learntNeighbour, learntNeighbours } from "../../harness/kernel/learnt.ts";
import { openWorld } from "../../harness/world/nodes.ts";
import { inWorld } from "../world.ts";

const addresses = "known unknown asked byHand proxied"
  .split(" ")
  .map((name, at) => [name, `172.17.0.${at + 2}`] as const);

const commands = `
ip link add docker0 type bridge
ip link set docker0 up
ip address add 172.17.0.1/16 dev docker0
ip neigh add 172.17.0.2 lladdr 02:00:00:00:00:02 dev docker0 nud reachable
ip neigh add 172.17.0.4 dev docker0 nud incomplete
ip neigh add 172.17.0.5 lladdr 02:00:00:00:00:05 dev docker0
ip neigh add proxy 172.17.0.6 dev docker0
`;

test.if(isRoot())("one neighbour, learnt, asked for, written by hand or not there", () =>
  inWorld(async ({ sh, anchor }) => {
    await sh(commands);
    const world = openWorld(anchor.pid);
    try {
      const { netlink } = world.host;
      const { ifindex } = world.host.link("docker0").value!;
      const all = learntNeighbours(netlink);
      for (const [, address] of addresses)
        expect(learntNeighbour(netlink, ifindex, address)).toEqual(all.find(({ dst }) => dst === address)!);
      expect(addresses.map(([name, address]) => [name, learntNeighbour(netlink, ifindex, address)?.mac])).toEqual([
        ["known", "02:00:00:00:00:02"],
        ...["unknown", "asked", "byHand", "proxied"].map((name) => [name, undefined]),
      ]);
      expect(learntNeighbour(netlink, ifindex + 1000, "172.17.0.2")).toBeUndefined();
    } finally {
      world.close();
    }
  }),
);
