// Run by `explained` of ways.ts, in a process that may read the world: pings each way, and prints what `explain` says of it.

import { explain } from "../../harness/explain/index.ts";
import { ping } from "../../harness/probe/ping.ts";
import { openWorld } from "../../harness/world/nodes.ts";
import type { Way } from "./ways.ts";

const [ways, pid = ""]: [Way[] | null, string] = [JSON.parse(process.env.EXPLAIN_WAYS ?? "null"), process.argv.at(-1)!];
const { nodes } = openWorld(pid);
const own = nodes.flatMap((node) =>
  node
    .addresses()
    .value.flatMap(({ family, local, ifname }) => (family === "inet" && ifname !== "lo" ? [{ node, local }] : [])),
);
const every = nodes.flatMap((from) =>
  own.flatMap(({ node, local }) => (node === from ? [] : [{ from: from.name, to: node.name, address: local }])),
);
const named = (name: string) =>
  nodes.find((node) => node.name === name) ?? own.find(({ local }) => local === name)!.node;
const found = await Promise.all(
  (ways ?? every).map(async ({ from, to, address }) => {
    const [one, other] = [named(from), named(to)];
    const { value } = await ping(one, other, address);
    return { one, other, address, answered: value.request === "arrived" && value.reply === "arrived" };
  }),
);
const told = found.map(({ one, other, address, answered }) => ({
  way: `${one.name} → ${other.name} ${address}`,
  answered,
  broken: explain(nodes, one, other, address) ?? null,
}));
process.stdout.write(JSON.stringify(told));
