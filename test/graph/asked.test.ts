// What is asked for and is not there, in the picture: by what it joins, whatever a student called it.

import { expect, test } from "bun:test";
import { withAsked } from "../../harness/graph/asked.ts";
import { svg } from "../../harness/graph/svg.ts";
import type { DrawnNode } from "../../harness/graph/world.ts";
import { askedWorld } from "../../harness/lab/pictures.ts";
import { bridged } from "./worlds.ts";

const asked = bridged(2);
const marksOf = (nodes: DrawnNode[]) => Object.fromEntries(withAsked(nodes, asked).marked);
/** The world with its links taken out, put elsewhere or renamed. */
const changedBy = (change: (link: DrawnNode["links"][number], node: string) => DrawnNode["links"]): DrawnNode[] =>
  bridged(2).map((node) => ({ ...node, links: node.links.flatMap((link) => change(link, node.name)) }));

test("nothing is marked in the world that is asked for, whatever its cables are called", () => {
  expect(marksOf(bridged(2))).toEqual({});
  const renamed = JSON.parse(JSON.stringify(bridged(2)).replaceAll("veth2", "my-cable"));
  expect(marksOf(renamed)).toEqual({});
  expect(marksOf(bridged(3))).toEqual({}); // a container more is nobody's mistake
});

test("a cable that is missing is dashed, its ends are missing, and the port has no name", () => {
  const cut = changedBy((link) =>
    link.ifname === "veth2" || JSON.stringify(link.peer)?.includes("veth2") ? [] : [link],
  );
  expect(marksOf(cut)).toEqual({
    "host ? 2": "missing",
    "docker2 eth0": "missing",
    "host ? 2 ══ docker2 eth0": "missing",
    "docker2 eth0 ══ host ? 2": "missing",
  });
  const { nodes, marked } = withAsked(cut, asked);
  const picture = svg(nodes, { title: "cut", marked });
  expect(picture).toContain(">eth0 missing</text>");
  expect(picture).not.toMatch(/\? 2 missing|172\.17\.0\.3/);
});

test("an end that is in no bridge is marked, and its cable is not missing", () => {
  const unplugged = changedBy(({ master, ...link }) => [
    link.ifname === "veth2" ? link : { ...link, ...(master && { master }) },
  ]);
  expect(marksOf(unplugged)).toEqual({ "host veth2": "wrong" });
});

test("a node and a bridge that are missing are drawn with what hangs on them", () => {
  const host = bridged(2)
    .slice(0, 1)
    .map((node) => ({ ...node, links: [] }));
  expect(marksOf(host)).toMatchObject({ docker1: "missing", docker2: "missing", "host docker0": "missing" });
});

test("an exercise with a scenario of its own has no such world: what is asked there is to be found out", () => {
  expect(askedWorld("05-iflink", true, "s1")).toEqual([]);
  expect(askedWorld("03-bridge", true, undefined).map(({ name }) => name)).toEqual(["host", "docker1", "docker2"]);
  expect(askedWorld("03-bridge", true, "s1").map(({ name }) => name)).not.toContain("docker1");
});
