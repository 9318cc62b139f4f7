import { expect, test } from "bun:test";
import { formats } from "../../harness/graph/formats.ts";
import { withoutNodes } from "../../harness/graph/hidden.ts";
import { layout } from "../../harness/graph/layout.ts";
import type { Box } from "../../harness/graph/picture.ts";
import { svg } from "../../harness/graph/svg.ts";
import { draw } from "../../harness/graph/text.ts";
import type { DrawnNode } from "../../harness/graph/world.ts";
import { bridged, link, node } from "./worlds.ts";

const overlaps = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

const looped = (): DrawnNode[] => {
  const cable = (node: string, ifname: string) => ({ kind: "veth", peer: { node, ifname } });
  return [
    node("host", [
      link({ ifname: "br1", kind: "bridge" }),
      link({ ifname: "br2", kind: "bridge" }),
      link({ ifname: "a", master: "br1", ...cable("host", "b") }),
      link({ ifname: "b", master: "br2", ...cable("host", "a") }),
      link({ ifname: "v1", master: "br1", ...cable("docker1", "eth0") }),
      link({ ifname: "gone", kind: "veth", peer: "elsewhere" }),
    ]),
    node("docker1", [
      link({ ifname: "eth0", ...cable("host", "v1") }),
      link({ ifname: "x", ...cable("docker2", "x") }),
    ]),
    node("docker2", [link({ ifname: "x", ...cable("docker1", "x") })]),
    node("spare", [link({ ifname: "lo", isUp: false })]),
  ];
};

test.each([1, 2, 5, 7, 20, 30])("with %d containers each is drawn, and none over another", (count) => {
  const { boxes, wires, bars, width, height } = layout(bridged(count));
  expect(boxes.map(({ title }) => title)).toEqual([
    "host",
    ...Array.from({ length: count }, (_, n) => `docker${n + 1}`),
  ]);
  expect(wires).toHaveLength(count);
  expect(bars).toHaveLength(1);
  for (const [at, one] of boxes.entries()) {
    expect(one.x + one.width).toBeLessThanOrEqual(width);
    expect(one.y + one.height).toBeLessThanOrEqual(height);
    for (const other of boxes.slice(at + 1))
      expect(`${one.title} ${other.title} ${overlaps(one, other)}`).toEndWith("false");
  }
});

test("above thirty, those that are alike are one box, and what is odd is seen", () => {
  const titles = layout(bridged(1000, { 500: { isUp: false, hasCarrier: false } })).boxes.map(({ title }) => title);
  expect(titles).toEqual(["host", "docker1", "docker2", "docker3", "docker500", "docker4 … docker1000"]);
});

test("the same world gives the same picture", () => {
  expect(svg(bridged(9), { title: "a lab" })).toBe(svg(bridged(9), { title: "a lab" }));
});

test("a cable between two bridges of one host, two cables in a ring, an end that is elsewhere, a node without a cable", () => {
  const { boxes, wires } = layout(looped());
  expect(boxes.map(({ title }) => title).sort()).toEqual(["docker1", "docker2", "host", "spare"]);
  expect(wires.map(({ key }) => key).sort()).toEqual([
    "docker1 x ══ docker2 x",
    "host a ══ host b",
    "host gone ?",
    "host v1 ══ docker1 eth0",
  ]);
  expect(draw(looped())).toBe(`host
├─ br1 (bridge)
│  ├─ a ══ b
│  └─ v1 ══ docker1: eth0
├─ br2 (bridge)
│  └─ b ══ a
└─ gone ══ ?

docker1
└─ x ══ docker2: x

spare: lo DOWN
`);
});

test("names that look like markup are text", () => {
  const picture = svg([node("<b>&", [link({ ifname: '"><script' })])], { title: "</title>" });
  expect(picture).not.toContain("<b>");
  expect(picture).not.toContain("<script");
  expect(picture).toContain("&lt;b&gt;&amp;");
});

test("what is marked has its class, by its key", () => {
  const marked = new Map([["host veth1 ══ docker1 eth0", "wrong"]]);
  expect(svg(bridged(1), { title: "", marked })).toContain('class="wire wrong" data-key="host veth1 ══ docker1 eth0"');
});

test("of a node that is asked about there is a name, and the cable to the others, in every form", () => {
  const mac = "02:00:5e:00:53:01";
  const asked = node("host4", [
    { ...link({ ifname: "eth0", mac, addresses: ["192.0.2.4/24"] }), peer: { node: "host", ifname: "v4" } },
    { ...link({ ifname: "eth1", mtu: 812 }), peer: { node: "web1", ifname: "eth0" } },
  ]);
  const world = [
    node("host", [{ ...link({ ifname: "v4" }), peer: { node: "host4", ifname: "eth0" } }]),
    { ...asked, routes: ["default via 192.0.2.9"], forwards: true },
    node("web1", [{ ...link({ ifname: "eth0", mtu: 812 }), peer: { node: "host4", ifname: "eth1" } }]),
  ];
  const shown = withoutNodes(world, { nodes: ["host4", "web1"] });
  const all = [JSON.stringify(shown), ...Object.values(formats).map((form) => form(shown, "a lab"))].join("\n");
  expect(all).toContain("host4");
  expect(all).not.toMatch(/192\.0\.2|eth1|812|forwarding|00:5e/);
});
