import type { DrawnLink, DrawnNode } from "./world.ts";

/**
 * The world as a tree: each node, its links, the ports below their bridge, and the far end of each veth pair behind "══".
 * A far end is drawn once, where its pair is; so nodes with a bridge come first, and every cable hangs on its bridge.
 */
export function draw(nodes: DrawnNode[]): string {
  const shown = new Set<string>();
  const hasBridge = ({ links }: DrawnNode) => Number(links.some((link) => link.master));
  const ordered = nodes.toSorted((one, other) => hasBridge(other) - hasBridge(one));
  return ordered.map((node) => drawNode(node, nodes, shown)).join("\n");
}

function drawNode({ name, links, gateway }: DrawnNode, nodes: DrawnNode[], shown: Set<string>): string {
  const lines = [gateway ? `${name}  (default via ${gateway})` : name];
  const top = links.filter((link) => !link.master && !shown.has(`${name} ${link.ifname}`));
  for (const [at, link] of top.entries()) {
    const isLast = at === top.length - 1;
    lines.push(`${isLast ? "└─" : "├─"} ${label(link, name, nodes, shown)}`);
    const ports = links.filter((port) => port.master === link.ifname);
    for (const [index, port] of ports.entries()) {
      const branch = index === ports.length - 1 ? "└─" : "├─";
      lines.push(`${isLast ? "  " : "│ "} ${branch} ${label(port, name, nodes, shown)}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function label(link: DrawnLink, node: string, nodes: DrawnNode[], shown: Set<string>): string {
  const near = describe(link);
  if (!link.peer || link.peer.node === node) return near;
  const far = nodes
    .find(({ name }) => name === link.peer?.node)
    ?.links.find(({ ifname }) => ifname === link.peer?.ifname);
  shown.add(`${link.peer.node} ${link.peer.ifname}`);
  return `${near} ══ ${link.peer.node}: ${far ? describe(far) : link.peer.ifname}`;
}

const describe = ({ ifname, kind, addresses, isUp }: DrawnLink): string =>
  [ifname, kind && kind !== "veth" ? `(${kind})` : "", ...addresses, isUp ? "" : "DOWN"].filter(Boolean).join(" ");
