// Asked by `explained` of tell.ts: pings each way in a world that this process may read, and tells what `explain` says of it.

import { explain, viewOf } from "../../harness/explain/index.ts";
import type { KernelNode } from "../../harness/kernel/node.ts";
import { openPinging } from "../../harness/probe/ping.ts";
import { until } from "../../harness/probe/socket.ts";
import { openWorld } from "../../harness/world/nodes.ts";
import type { Asked } from "../matrix.ts";
import { answering } from "../standing.ts";

const patience = 300; // ms: without load a millisecond does

await answering(async ({ pid, asked }: { pid: number; asked?: Asked[] }) => {
  const { nodes, close } = openWorld(pid);
  try {
    return await told(nodes, asked ?? everyWay(nodes));
  } finally {
    close();
  }
});

async function told(nodes: KernelNode[], ways: Asked[]) {
  const named = (name: string) => nodes.find((node) => node.name === name)!;
  const found = await Promise.all(
    ways.map(async (way) => {
      const [from, to] = [named(way.from), named(way.to)];
      return { way, from, to, answered: await isAnsweredThere(from, to, way.address) };
    }),
  );
  const view = viewOf(nodes);
  return found.map(({ way, from, to, answered }) => {
    const broken = explain(view, { from, to, address: way.address });
    return { way: `${way.from} → ${way.to} ${way.address}`, answered, broken };
  });
}

/** By the stack of `to` itself. */
async function isAnsweredThere(from: KernelNode, to: KernelNode, address: string): Promise<boolean> {
  const pinging = openPinging(from, to, address);
  const isSo = () => {
    pinging.look();
    return pinging.flights.some(({ request, reply }) => request && reply);
  };
  try {
    for (let count = 0; count < 3 && !isSo(); count++) {
      pinging.send();
      await until(isSo, pinging.sockets, patience / 3);
    }
    return isSo();
  } finally {
    pinging.close();
  }
}

function everyWay(nodes: KernelNode[]): Asked[] {
  const addresses = nodes.flatMap((to) =>
    to
      .addresses()
      .value.flatMap(({ family, local, ifname }) =>
        family === "inet" && ifname !== "lo" ? [{ to: to.name, address: local }] : [],
      ),
  );
  return nodes.flatMap(({ name }) => addresses.flatMap((one) => (one.to === name ? [] : [{ from: name, ...one }])));
}
