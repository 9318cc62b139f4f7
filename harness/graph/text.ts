// The world as a tree of text, for the terminal.

import type { DrawnLink, DrawnNode } from "./world.ts";

/**
 * The world as a tree: each node, its links, the ports below their bridge, and the far end of each veth pair behind "══".
 * A far end is drawn once, where its pair is; so nodes with a bridge come first, and every cable hangs on its bridge.
 * Nodes that have nothing but a lo as the kernel makes it stand together in the last line.
 */
export function draw(nodes: readonly DrawnNode[]): string {
  const shown = new Set<string>();
  const all: Ends = new Map(nodes.flatMap(({ name, links }) => links.map((link) => [`${name} ${link.ifname}`, link])));
  const bare = nodes.filter((node) => node.name !== "host" && isBare(node));
  const hasBridge = ({ links }: DrawnNode) => Number(links.some((link) => link.master));
  const ordered = nodes
    .filter((node) => node.name === "host" || !isBare(node))
    .toSorted((one, other) => hasBridge(other) - hasBridge(one));
  const trees = ordered.map((node) => drawNode(node, all, shown)).filter(Boolean);
  const rest = bare.length ? [`${bare.map(({ name }) => name).join(", ")}: lo DOWN\n`] : [];
  return [...trees, ...rest].join("\n");
}

const isBare = ({ links, routes, rules }: DrawnNode): boolean =>
  links.length > 0 && links.every(isUntouchedLo) && !routes.length && !rules.length;

const isUntouchedLo = ({ ifname, isUp, addresses }: DrawnLink): boolean =>
  ifname === "lo" && !isUp && addresses.length === 0;

/** Each link by its node's name and its own. */
type Ends = ReadonlyMap<string, DrawnLink>;

function drawNode(node: DrawnNode, all: Ends, shown: Set<string>): string {
  const { name, links, routes, rules, forwards } = node;
  const isAlone = links.length === 1;
  const top = links.filter(
    (link) => !link.master && !shown.has(`${name} ${link.ifname}`) && (isAlone || !isUntouchedLo(link)),
  );
  const marks = [...(forwards ? ["forwarding on"] : []), ...routes, ...rules];
  if (links.length && !top.length && !marks.length) return ""; // all of it stands at its cables
  const [first = "", ...further] = marks;
  const lines = [`${name}  ${first}`.trimEnd()];
  lines.push(...further.map((mark) => `${top.length ? "│" : " "}${" ".repeat(name.length + 1)}${mark}`));
  const portsOf = Map.groupBy(links, ({ master }) => master);
  for (const [at, link] of top.entries()) {
    const isLast = at === top.length - 1;
    lines.push(`${isLast ? "└─" : "├─"} ${label(link, name, all, shown)}`);
    const ports = portsOf.get(link.ifname) ?? [];
    for (const [index, port] of ports.entries()) {
      const branch = index === ports.length - 1 ? "└─" : "├─";
      lines.push(`${isLast ? "  " : "│ "} ${branch} ${label(port, name, all, shown)}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function label(link: DrawnLink, node: string, all: Ends, shown: Set<string>): string {
  const near = describe(link);
  const { peer } = link;
  if (peer === "elsewhere") return `${near} ══ ?`;
  if (!peer) return near;
  if (peer.node === node) return `${near} ══ ${peer.ifname}`;
  const end = `${peer.node} ${peer.ifname}`;
  const far = all.get(end);
  shown.add(end);
  return `${near} ══ ${peer.node}: ${far ? describe(far) : peer.ifname}`;
}

/** A link in a few words: "docker0 (bridge) 172.17.0.1/16", "eth0 DOWN". */
export const describe = ({ ifname, kind, addresses, isUp }: DrawnLink): string =>
  [ifname, kind && kind !== "veth" ? `(${kind})` : "", ...addresses, isUp ? "" : "DOWN"].filter(Boolean).join(" ");
