// What `explain` says of a world, run in a process that may read it: the grader's way in.

import { explain } from "../../harness/explain/index.ts";
import { ping } from "../../harness/probe/ping.ts";
import { openWorld } from "../../harness/world/nodes.ts";

export type Pair = { from: string; to: string; address: string; answered: boolean; broken: unknown };

const [pid = "", only = "[]"] = process.argv.slice(2);
const wanted: { from: string; address: string }[] = JSON.parse(only);
const { nodes } = openWorld(pid);
const own = nodes.flatMap((node) =>
  node
    .addresses()
    .value.flatMap(({ family, local, ifname }) => (family === "inet" && ifname !== "lo" ? [{ node, local }] : [])),
);
const all = nodes.flatMap((from) => own.flatMap(({ node: to, local }) => (to === from ? [] : [{ from, to, local }])));
const named = wanted.map(({ from, address }) => ({
  from: nodes.find(({ name }) => name === from)!,
  to: own.find(({ local }) => local === address)?.node ?? nodes.find(({ name }) => name !== from && name !== "host")!,
  local: address,
}));
const pairs = wanted.length ? named : all;
const found = await Promise.all(
  pairs.map(async ({ from, to, local }): Promise<Pair> => {
    const { value } = await ping(from, to, local);
    const answered = value.reply === "arrived" && value.request === "arrived";
    return { from: from.name, to: to.name, address: local, answered, broken: null };
  }),
);
for (const [index, { from, to, local }] of pairs.entries())
  found[index]!.broken = explain(nodes, from, to, local) ?? null;
process.stdout.write(JSON.stringify(found));
