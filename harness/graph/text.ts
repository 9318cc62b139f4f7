import type { DrawnLink, DrawnNode } from "./world.ts";

/**
 * The world as a tree: each node, its links, the ports below their bridge, and the far end of each veth pair behind "══".
 * A far end is drawn once, where its pair is; so nodes with a bridge come first, and every cable hangs on its bridge.
 */
export function draw(nodes: DrawnNode[]): string {
  const shown = new Set<string>();
  const far = new Map(nodes.flatMap(({ name, links }) => links.map((link) => [`${name} ${link.ifname}`, link])));
  const hasBridge = ({ links }: DrawnNode) => Number(links.some((link) => link.master));
  const ordered = nodes.toSorted((one, other) => hasBridge(other) - hasBridge(one));
  return ordered.map((node) => drawNode(node, far, shown)).join("\n");
}

type Far = Map<string, DrawnLink>;

function drawNode({ name, links, gateway }: DrawnNode, all: Far, shown: Set<string>): string {
  const lines = [gateway ? `${name}  (default via ${gateway})` : name];
  const top = links.filter((link) => !link.master && !shown.has(`${name} ${link.ifname}`));
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

function label(link: DrawnLink, node: string, all: Far, shown: Set<string>): string {
  const near = describe(link);
  if (!link.peer || link.peer.node === node) return near;
  const end = `${link.peer.node} ${link.peer.ifname}`;
  const far = all.get(end);
  shown.add(end);
  return `${near} ══ ${link.peer.node}: ${far ? describe(far) : link.peer.ifname}`;
}

const describe = ({ ifname, kind, addresses, isUp }: DrawnLink): string =>
  [ifname, kind && kind !== "veth" ? `(${kind})` : "", ...addresses, isUp ? "" : "DOWN"].filter(Boolean).join(" ");
