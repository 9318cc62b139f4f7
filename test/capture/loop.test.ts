// A loop is told as one, with counts, however many frames there are of it. The frames are made up: a real one is a storm.

import { describe, expect, test } from "bun:test";
import type { Sighting } from "../../harness/capture/capture.ts";
import { walkJson } from "../../harness/capture/json.ts";
import { loopsOf } from "../../harness/capture/loop.ts";
import { hopsOf, story } from "../../harness/capture/story.ts";
import { drawWalk, tellWalk } from "../../harness/capture/text.ts";
import { emptyTopology, type Place, placeOf, type Topology } from "../../harness/capture/topology.ts";
import type { Walk } from "../../harness/capture/walk.ts";
import { eth, macBytes, one } from "./frames.ts";

// br1 and br2 on one host, joined by two cables: a1 ══ b1, a2 ══ b2; docker1 is plugged into br1 by veth1
const cables: [Place, Place][] = [
  ["host a1", "host b1"],
  ["host a2", "host b2"],
  ["host veth1", "docker1 eth0"],
];
const topology: Topology = {
  ...emptyTopology(),
  peers: new Map(cables.flatMap(([near, far]) => [[near, far] as const, [far, near] as const])),
  bridges: new Map([
    ["host a1", "br1"],
    ["host a2", "br1"],
    ["host veth1", "br1"],
    ["host b1", "br2"],
    ["host b2", "br2"],
  ]),
  addresses: new Map([["docker1", new Set(["192.0.2.1"])]]),
};

const arp = Buffer.concat([
  Buffer.from("0001080006040001", "hex"), // RFC 826: a request
  macBytes(one),
  Buffer.from([192, 0, 2, 1, 0, 0, 0, 0, 0, 0, 192, 0, 2, 2]),
]);
const broadcast = eth(0x0806, arp, "ff:ff:ff:ff:ff:ff", one);

/** The frame leaves docker1 and goes round so many times: in by a1, out by a2, in by b2, out by b1 … */
function sightings(turns: number): Sighting[] {
  const turn = "host a1 out,host b1 in,host b2 out,host a2 in".split(",");
  const way = ["docker1 eth0 out", "host veth1 in", ...Array.from({ length: turns }, () => turn).flat()];
  return way.map((text, at) => {
    const [node = "", ifname = "", direction] = text.split(" ");
    const rest = { direction: direction as "in" | "out", time: BigInt(at * 1000), bytes: broadcast };
    return { node, ifname, cast: "broadcast", length: broadcast.length, ...rest };
  });
}

function walked(turns: number): Walk {
  const packets = story(sightings(turns), topology);
  return {
    from: "docker1",
    address: "192.0.2.2",
    answered: false,
    answeredBy: [],
    said: "",
    packets,
    own: new Set(packets),
    learnt: new Map(),
    topology,
    lost: 0,
    loops: loopsOf(packets, topology),
  };
}

describe("a frame that goes round", () => {
  test("412 times is one packet, and named with its cable", () => {
    const walk = walked(412);
    expect(walk.packets.map((packet) => hopsOf(packet).length)).toEqual([2 + 4 * 412]);
    expect(walk.loops).toMatchObject([{ node: "host", ifname: "a1", times: 412 }]);
    const text = drawWalk(walk, "en");
    expect(text).toContain("A loop: the same frame came by a1 of host 412 times.");
    expect(text).toContain("a loop: it comes by again and again");
    expect(text.split("\n").length).toBeLessThan(20);
    expect(drawWalk(walk, "zh")).toContain("环路：同一个帧经过 host 的 a1 412 次。");
  });

  test("is in the JSON with one turn", () => {
    const { loops, packets } = JSON.parse(walkJson(walked(412), tellWalk(walked(412), "en")));
    expect(loops).toEqual([
      { summary: "ARP request: who has 192.0.2.2? tell 192.0.2.1", node: "host", ifname: "a1", times: 412 },
    ]);
    const hops = packets[0].hops.map(({ node, ifname, direction }: Sighting) => `${node} ${ifname} ${direction}`);
    expect(hops).toEqual(sightings(1).map(({ direction, ...place }) => `${placeOf(place)} ${direction}`));
  });

  test("20,000 times is told all the same", () => {
    expect(walked(20_000).loops[0]?.times).toBe(20_000);
  });
});

test("a frame that was repeated to the letter a few times is no loop", () => {
  const thrice = [1, 2, 3].flatMap(() => sightings(0));
  expect(loopsOf(story(thrice, topology), topology)).toEqual([]);
});

test("equal frames that no earlier one explains are packets of their own", () => {
  const strays = Array.from({ length: 16_000 }, (_, at) => ({ ...sightings(0)[0]!, time: BigInt(at) }));
  const packets = story(strays, topology);
  expect(packets.length).toBe(16_000);
  expect(loopsOf(packets, topology)[0]?.times).toBe(16_000);
});
