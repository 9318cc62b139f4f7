// The world as a Mermaid flowchart, which Markdown pages of many sites draw.   https://mermaid.js.org/syntax/flowchart.html

import { describe } from "./text.ts";
import type { DrawnNode } from "./world.ts";

/** A subgraph a node, a box a link, `===` a cable, `---` a bridge's port. */
export function mermaid(nodes: readonly DrawnNode[], title: string): string {
  const ids = new Map(
    nodes.flatMap(({ name, links }, node) => links.map(({ ifname }, at) => [`${name} ${ifname}`, `n${node}_${at}`])),
  );
  const id = (node: string, ifname: string) => ids.get(`${node} ${ifname}`)!;
  const boxes = nodes.flatMap(({ name, links, routes, forwards, rules }, node) => [
    `  subgraph n${node}[${quoted([name, ...(forwards ? ["forwarding on"] : []), ...routes, ...rules].join("<br>"))}]`,
    ...links.map((link) => `    ${id(name, link.ifname)}[${quoted(describe(link))}]`),
    "  end",
  ]);
  const drawn = new Set<string>();
  const edges = nodes.flatMap(({ name, links }) =>
    links.flatMap(({ ifname, master, peer, hasCarrier }) => {
      const here = id(name, ifname);
      const port = master && ids.has(`${name} ${master}`) ? [`  ${id(name, master)} --- ${here}`] : [];
      if (typeof peer !== "object" || drawn.has(here)) return port;
      const there = id(peer.node, peer.ifname);
      drawn.add(there);
      return [...port, `  ${here} ${hasCarrier ? "===" : "-.-"} ${there}`];
    }),
  );
  const head = title ? `---\ntitle: ${JSON.stringify(title)}\n---\n` : "";
  return `${head}flowchart TD\n${[...boxes, ...edges].join("\n")}\n`;
}

// quotes and what Mermaid takes for markup are written as its entities, #NAME;
const quoted = (text: string): string =>
  `"${text
    .replaceAll("#", "#35;")
    .replaceAll('"', "#quot;")
    .replaceAll(/<(?!br>)/g, "#lt;")}"`;
