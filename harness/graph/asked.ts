// What a task asks for and is not there, in the picture of what is: a cable that is missing is drawn dashed, an end that is
// missing or not where it belongs is marked. Names that a student chooses are nobody's business: a port has none here.

import type { DrawnLink, DrawnNode } from "./world.ts";
import { emptyNode, lost, type Marked } from "./wrong.ts";

type End = { node: string; link: DrawnLink };
type Cable = readonly [End, End];

/** The nodes with all that is missing of the asked world, and the class of each thing that is missing or wrong, by its key. */
export function withAsked(nodes: readonly DrawnNode[], asked: readonly DrawnNode[]): Marked {
  const drawn = new Map(nodes.map((node) => [node.name, { ...node, links: [...node.links] }]));
  const marked = new Map<string, string>();
  for (const { name } of asked)
    if (!drawn.has(name)) {
      drawn.set(name, emptyNode(name));
      marked.set(name, "missing");
    }
  const add = (node: string, link: Pick<DrawnLink, "ifname" | "kind" | "master">): string => {
    const { links } = drawn.get(node)!;
    const isTaken = links.some(({ ifname }) => ifname === link.ifname);
    const ifname = isTaken || link.master ? `? ${links.length}` : link.ifname;
    links.push({ ...link, ...lost(ifname) });
    marked.set(`${node} ${ifname}`, "missing");
    return ifname;
  };
  for (const { name, links } of asked)
    for (const { ifname, kind, peer } of links)
      if (!peer && ifname !== "lo" && !drawn.get(name)!.links.some((link) => link.ifname === ifname))
        add(name, { ifname, ...(kind && { kind }) });

  const there = cablesOf(nodes);
  const wanted = cablesOf(asked);
  const take = (fits: (cable: Cable, there: Cable) => boolean) => {
    for (const cable of [...wanted]) {
      const at = there.findIndex((other) => fits(cable, other));
      if (at < 0) continue;
      wanted.splice(wanted.indexOf(cable), 1);
      const [found] = there.splice(at, 1);
      for (const [end, { node, link }] of found!.entries())
        if (link.master !== cable[end]!.link.master) marked.set(`${node} ${link.ifname}`, "wrong");
    }
  };
  take((cable, other) => joinsSame(cable, other) && cable.every(isNamedAs(other)) && cable.every(isPluggedAs(other)));
  take((cable, other) => joinsSame(cable, other) && cable.every(isPluggedAs(other)));
  take((cable, other) => joinsSame(cable, other) && cable.some(isPluggedAs(other)));
  for (const [one, other] of wanted) {
    const names = [one, other].map(({ node, link: { ifname, master } }) =>
      add(node, { ifname, kind: "veth", ...(master && { master }) }),
    );
    const keys = [`${one.node} ${names[0]}`, `${other.node} ${names[1]}`];
    joinTo(drawn.get(one.node)!, names[0]!, other.node, names[1]!);
    joinTo(drawn.get(other.node)!, names[1]!, one.node, names[0]!);
    marked.set(keys.join(" ══ "), "missing").set(keys.toReversed().join(" ══ "), "missing");
  }
  return { nodes: [...drawn.values()], marked };
}

function joinTo({ links }: DrawnNode, ifname: string, node: string, peer: string): void {
  links.find((link) => link.ifname === ifname)!.peer = { node, ifname: peer };
}

/** Each once, its ends in the order of their nodes' names. */
function cablesOf(nodes: readonly DrawnNode[]): Cable[] {
  const linkOf = new Map(nodes.flatMap(({ name, links }) => links.map((link) => [`${name} ${link.ifname}`, link])));
  return nodes.flatMap(({ name, links }) =>
    links.flatMap((link): Cable[] => {
      const { peer } = link;
      const far = typeof peer === "object" && linkOf.get(`${peer.node} ${peer.ifname}`);
      if (!far || `${name} ${link.ifname}` > `${peer.node} ${peer.ifname}`) return [];
      return [
        [
          { node: name, link },
          { node: peer.node, link: far },
        ],
      ];
    }),
  );
}

const joinsSame = (one: Cable, other: Cable): boolean => one.every(({ node }, end) => node === other[end]!.node);
const isNamedAs =
  (other: Cable) =>
  ({ link }: End, end: number) =>
    link.ifname === other[end]!.link.ifname;
const isPluggedAs =
  (other: Cable) =>
  ({ link }: End, end: number) =>
    link.master === other[end]!.link.master;
