// Who hangs below whom in a picture: the host above, what is plugged into it below, and so on down. A tree of cables; a
// cable that would close a ring, or has both ends on one node, is an extra one.

import { type DrawnLink, type DrawnNode, naturally } from "./world.ts";

/** A link at the lower edge of a node, and what hangs on its cable. */
export type Column = { link: DrawnLink; child?: Branch };

/** A bridge with its ports, or the links that are no bridge's ports. */
export type Segment = { bridge?: DrawnLink; columns: Column[] };

export type Branch = {
  node: DrawnNode;
  /** The link whose cable leads up. */
  uplink?: DrawnLink;
  segments: Segment[];
  /** What is neither a bridge nor at a cable: lo, vxlan … */
  others: DrawnLink[];
};

export type Cable = { from: { node: string; ifname: string }; to: { node: string; ifname: string } };

export type Forest = {
  /** The host's tree first; nodes that no cable joins to it have trees of their own. */
  roots: Branch[];
  extra: Cable[];
};

export function forestOf(nodes: readonly DrawnNode[]): Forest {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const placed = new Set<string>();
  const hung = new Set<string>(); // links whose cable is a branch of the tree: "docker1 eth0"
  const extra: Cable[] = [];

  // level by level, so that a node hangs as high as it can
  const uplinks = new Map<string, DrawnLink>();
  const children = new Map<string, Map<string, string>>(); // of a node: by link, the child's name
  const roots: DrawnNode[] = [];
  for (const root of rootsFirst(nodes)) {
    if (placed.has(root.name)) continue;
    roots.push(root);
    placed.add(root.name);
    for (const queue = [root]; queue.length; ) {
      const node = queue.shift()!;
      const cabled = node.links.flatMap((link) => (typeof link.peer === "object" ? [{ link, peer: link.peer }] : []));
      for (const { link, peer } of cabled.toSorted((one, other) => naturally(one.peer.node, other.peer.node))) {
        const child = byName.get(peer.node)!;
        if (hung.has(`${node.name} ${link.ifname}`)) continue;
        hung.add(`${node.name} ${link.ifname}`).add(`${peer.node} ${peer.ifname}`);
        if (placed.has(child.name)) {
          extra.push({ from: { node: node.name, ifname: link.ifname }, to: peer });
          continue;
        }
        placed.add(child.name);
        uplinks.set(child.name, child.links.find(({ ifname }) => ifname === peer.ifname)!);
        children.set(node.name, (children.get(node.name) ?? new Map()).set(link.ifname, child.name));
        queue.push(child);
      }
    }
  }

  const branch = (node: DrawnNode): Branch => {
    const uplink = uplinks.get(node.name);
    const below = children.get(node.name);
    const column = (link: DrawnLink): Column => {
      const child = byName.get(below?.get(link.ifname) ?? "");
      return { link, ...(child && { child: branch(child) }) };
    };
    const order = (one: Column, other: Column) =>
      naturally(one.child?.node.name ?? "\uffff", other.child?.node.name ?? "\uffff") ||
      naturally(one.link.ifname, other.link.ifname);
    const lower = node.links.filter((link) => link !== uplink);
    const bridges = node.links.filter(({ kind }) => kind === "bridge");
    const isPort = (link: DrawnLink) => bridges.some(({ ifname }) => ifname === link.master);
    const segments: Segment[] = bridges
      .toSorted((one, other) => naturally(one.ifname, other.ifname))
      .map((bridge) => ({
        bridge,
        columns: lower
          .filter(({ master }) => master === bridge.ifname)
          .map(column)
          .toSorted(order),
      }));
    const free = lower.filter((link) => link.peer && !isPort(link));
    if (free.length) segments.push({ columns: free.map(column).toSorted(order) });
    const others = lower.filter((link) => !link.peer && !isPort(link) && !bridges.includes(link));
    return { node, ...(uplink && { uplink }), segments, others };
  };
  return { roots: roots.map(branch), extra };
}

/** The host, then those with the most cables: of a group that no cable joins to the host, its switch is on top. */
function rootsFirst(nodes: readonly DrawnNode[]): DrawnNode[] {
  const cables = ({ links }: DrawnNode) => links.filter(({ peer }) => typeof peer === "object").length;
  return nodes.toSorted(
    (one, other) =>
      Number(other.name === "host") - Number(one.name === "host") ||
      cables(other) - cables(one) ||
      naturally(one.name, other.name),
  );
}
