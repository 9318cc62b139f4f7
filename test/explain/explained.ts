// Run by `explained` of tell.ts, in a process that may read the world: pings each way, and prints what `explain` says of it.

import { explain, viewOf } from "../../harness/explain/index.ts";
import type { KernelNode } from "../../harness/kernel/node.ts";
import { openPinging } from "../../harness/probe/ping.ts";
import { until } from "../../harness/probe/socket.ts";
import { openWorld } from "../../harness/world/nodes.ts";
import type { Asked } from "../matrix.ts";

const patience = 300; // ms: without load a millisecond does

const [asked, pid = ""]: [Asked[] | null, string] = [JSON.parse(process.env.ASKED ?? "null"), process.argv.at(-1)!];
const { nodes } = openWorld(pid);
const named = (name: string) => nodes.find((node) => node.name === name)!;
const found = await Promise.all(
  (asked ?? everyWay()).map(async (way) => {
    const [from, to] = [named(way.from), named(way.to)];
    return { way, from, to, answered: await isAnsweredThere(from, to, way.address) };
  }),
);
const view = viewOf(nodes);
const told = found.map(({ way, from, to, answered }) => {
  const broken = explain(view, { from, to, address: way.address });
  return { way: `${way.from} → ${way.to} ${way.address}`, answered, broken };
});
process.stdout.write(JSON.stringify(told));

/** By the stack of `to` itself. */
async function isAnsweredThere(from: KernelNode, to: KernelNode, address: string): Promise<boolean> {
  const pinging = openPinging(from, to, address);
  const isSo = () => {
    pinging.look();
    return pinging.flights.some(({ request, reply }) => request && reply);
  };
  for (let count = 0; count < 3 && !isSo(); count++) {
    pinging.send();
    await until(isSo, pinging.sockets, patience / 3);
  }
  const isAnswered = isSo();
  pinging.close();
  return isAnswered;
}

function everyWay(): Asked[] {
  const addresses = nodes.flatMap((to) =>
    to
      .addresses()
      .value.flatMap(({ family, local, ifname }) =>
        family === "inet" && ifname !== "lo" ? [{ to: to.name, address: local }] : [],
      ),
  );
  return nodes.flatMap(({ name }) => addresses.flatMap((one) => (one.to === name ? [] : [{ from: name, ...one }])));
}
