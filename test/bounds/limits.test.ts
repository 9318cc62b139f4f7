// A world with more in it than a lab could need fails its student, with the words for it, and is no error. See excess.ts.

import { describe, expect, test } from "bun:test";
import { most } from "../../harness/kernel/excess.ts";
import { openNode } from "../../harness/kernel/node.ts";
import { openWorld } from "../../harness/world/nodes.ts";
import { inWorld } from "../world.ts";

const isRoot = process.getuid?.() === 0;

const [names] = most["network namespaces"];
const [routes] = most.routes;
const [elements] = most["set elements"];
const [networks] = most["networks in CNI's books"];

const worlds: [what: string, script: string, words: string][] = [
  [
    "names",
    `mkdir -p /run/netns; cd /run/netns; seq ${names + 1} | xargs touch`,
    "This world has more than 2,000 network namespaces",
  ],
  [
    "routes",
    `ip link set lo up; seq ${routes + 1} | awk '{ printf "route add 10.%d.%d.%d/32 dev lo\\n", $1 / 65536, $1 / 256 % 256, $1 % 256 }' | ip -batch -`,
    "This world has more than 50,000 routes",
  ],
];

describe.each(worlds)("too many %s", (_, script, words) => {
  test.concurrent("are said", () =>
    inWorld(async (world) => {
      await world.sh(script);
      const points = await world.grade("03-bridge");
      // what is judged by itself fails by itself, what needs another may wait for that
      expect(points.filter(({ outcome }) => outcome !== "fail" && outcome !== "skip")).toEqual([]);
      expect(points.find(({ outcome }) => outcome === "fail")?.actual).toBe(words);
    }));
});

test.concurrent("a bridge with a thousand ports is judged as it is", () =>
  inWorld(async (world) => {
    await world.buildFast("03-bridge");
    await world.sh(`
      seq 1000 | awk '{ print "link add p" $1 " type veth peer name q" $1; print "link set p" $1 " master docker0" }' |
        ip -batch -`);
    const points = await world.grade("03-bridge");
    expect(points.filter(({ outcome }) => outcome !== "pass")).toEqual([]);
  }));

test.concurrent("too many elements of an nft set fail the check that reads the rules, and are no error", () =>
  inWorld(async (world) => {
    await world.buildFast("01-network-stack");
    await world.sh(`
      nft 'add table ip t'; nft 'add set ip t s { type ipv4_addr; }'
      for block in $(seq 0 ${elements / 200}); do
        seq 200 | awk -v block=$block '{ print "add element ip t s { 10.0." block "." $1 " }" }' | nft -f -
      done`);
    const failed = (await world.grade("01-network-stack")).filter(({ outcome }) => outcome !== "pass");
    expect(failed.map(({ outcome, actual }) => [outcome, actual])).toContainEqual([
      "fail",
      "This world has more than 20,000 set elements",
    ]);
    expect(failed.filter(({ outcome }) => outcome === "error")).toEqual([]);
  }));

test.concurrent("too many networks in CNI's books fail the checks that read them, and are no error", () =>
  inWorld(async (world) => {
    await world.buildFast("08-cni");
    await world.sh(`mkdir -p /var/lib/cni/networks; seq ${networks + 1} | (cd /var/lib/cni/networks; xargs mkdir)`);
    const points = await world.grade("08-cni");
    expect(points.map(({ actual }) => actual)).toContain("This world has more than 500 networks in CNI's books");
    expect(points.filter(({ outcome }) => outcome === "error")).toEqual([]);
  }));

test.concurrent("a machine may have a full routing table", () =>
  inWorld(async ({ anchor, sh }) => {
    if (!isRoot) return;
    await sh(worlds[1]![1]);
    expect(() => openWorld(anchor.pid)).toThrow("more than 50,000 routes");
    const node = openNode({ name: "host", path: `/proc/${anchor.pid}/ns/net` });
    expect(node.routes("all").value.length).toBeGreaterThan(routes);
    node.close();
  }));
