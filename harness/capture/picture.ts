// A walk as a picture: the world's topology, at each link the numbers of the frames that passed it, and below it the story.

import { svg } from "../graph/svg.ts";
import type { DrawnNode } from "../graph/world.ts";
import type { Hop } from "./hop.ts";
import { firstTurn } from "./loop.ts";
import type { ToldWalk } from "./text.ts";
import type { Walk } from "./walk.ts";

/** An SVG document. `stop`: the node where the ping ended, if it did not arrive. */
export function walkSvg(walk: Walk, nodes: readonly DrawnNode[], told: ToldWalk, stop?: string): string {
  const frames = [...walk.own].slice(0, told.frames.length);
  const passed = new Map<string, number[]>();
  for (const [at, packet] of frames.entries())
    for (const { node, ifname } of hopsOf(packet, walk)) {
      const key = `${node} ${ifname}`;
      const numbers = passed.get(key) ?? [];
      if (!numbers.includes(at + 1)) passed.set(key, [...numbers, at + 1]);
    }
  const ends = Array.from(passed, ([key, numbers]) => [key, numbers.join(" ")] as const);
  const wires = nodes.flatMap(({ name, links }) =>
    links.flatMap(({ ifname, peer }) =>
      typeof peer === "object" && passed.has(`${name} ${ifname}`) && passed.has(`${peer.node} ${peer.ifname}`)
        ? [[`${name} ${ifname} ══ ${peer.node} ${peer.ifname}`, "passed"] as const]
        : [],
    ),
  );
  const marked = new Map<string, string>([...wires, ...(stop ? [[stop, "wrong"] as const] : [])]);
  const story = [...told.frames.flatMap((frame) => [...frame.split("\n"), ""]), ...told.closing.join("\n").split("\n")];
  return svg(nodes, { title: told.title, marked, badges: new Map(ends), story: [told.title, "", ...story] });
}

const hopsOf = (packet: Hop, { loops }: Walk): Set<Hop> => firstTurn(packet, loops);
