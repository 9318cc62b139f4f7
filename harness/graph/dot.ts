// The world in Graphviz's language, for other people's tools: `dot -Tpng`.   https://graphviz.org/doc/info/lang.html

import { describe } from "./text.ts";
import type { DrawnNode } from "./world.ts";

/** An undirected graph: a cluster a node, a box a link, a line a cable or a bridge's port. */
export function dot(nodes: readonly DrawnNode[], title: string): string {
  const lines = nodes.flatMap(({ name, links, routes, forwards, rules }, at) => [
    `  subgraph cluster_${at} {`,
    `    label=${quoted([name, ...(forwards ? ["forwarding on"] : []), ...routes, ...rules].join("\n"))}`,
    ...links.map(
      (link) => `    ${id(name, link.ifname)} [label=${quoted(describe(link))}${link.isUp ? "" : ", style=dashed"}]`,
    ),
    "  }",
  ]);
  const drawn = new Set<string>();
  const edges = nodes.flatMap(({ name, links }) =>
    links.flatMap(({ ifname, master, peer, hasCarrier }) => {
      const here = id(name, ifname);
      const port = master ? [`  ${id(name, master)} -- ${here}`] : [];
      if (typeof peer !== "object" || drawn.has(here)) return port;
      const there = id(peer.node, peer.ifname);
      drawn.add(there);
      return [...port, `  ${here} -- ${there} [penwidth=2${hasCarrier ? "" : ", style=dashed"}]`];
    }),
  );
  return `graph ${quoted(title || "world")} {\n  node [shape=box]\n${[...lines, ...edges].join("\n")}\n}\n`;
}

const id = (node: string, ifname: string): string => quoted(`${node} ${ifname}`);

// a backslash begins an escape in a label, and a line break is written as one
const quoted = (text: string): string =>
  `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
