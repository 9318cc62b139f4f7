// A world as the probes need it: who has which address on which link, and whose turn it is to send.

import type { Link } from "../kernel/link.ts";
import type { KernelNode } from "../kernel/node.ts";
import { peersAmong } from "../kernel/peer.ts";
import { latenessOf } from "./lateness.ts";
import { type Named, namedBy } from "./named.ts";
import { type Turns, turns } from "./turns.ts";

/** An address on a link that may be asked for from outside: `lo` is left out. */
export type Spot = {
  node: KernelNode;
  ifname: string;
  ifindex: number;
  mac: string | undefined;
  address: string;
  isUp: boolean;
};

export type Field = Turns & {
  /** Each network namespace once. */
  nodes: readonly KernelNode[];
  /** Every spot, and what follows, as it was when somebody first asked. */
  spots(): readonly Spot[];
  ifindexOf(node: KernelNode, ifname: string): number | undefined;
  linksOf(node: KernelNode): readonly Link[];
  linkAt(node: KernelNode, ifindex: number): Link | undefined;
  hasBridge(node: KernelNode): boolean;
  /** Has every link of every node but `lo` the same MTU? */
  hasOneMtu(): boolean;
  /** The other end of a veth pair, where it is in one of the nodes. */
  farEnd(node: KernelNode, ifname: string): { node: KernelNode; link: Link } | undefined;
  /** What the nodes' own rules name. */
  named(): Named;
  /** The same field, on which everything may be asked once more. */
  anew(): Field;
  /** How late an answer to an ARP request may come, ms. */
  lateness(): number;
};

/** One for all the probes of a grading: they share its turns. */
export function fieldOf(nodes: readonly KernelNode[]): Field {
  const distinct = nodes.filter((node, at) => nodes.findIndex(({ inode }) => inode === node.inode) === at);
  const links = once(() => new Map(distinct.map((node) => [node, node.links().value])));
  const spots = once(() => distinct.flatMap((node) => spotsOf(node, links().get(node)!)));
  const peerOf = once(() => peersAmong(links()));
  const { places, ...first } = turns();
  const linksOf = (node: KernelNode) => links().get(node) ?? [];
  const ends = new Map<Link, ReturnType<Field["farEnd"]>>();
  const farEnd: Field["farEnd"] = (node, ifname) => {
    const own = linkOf(linksOf(node), ifname);
    if (!own) return undefined;
    if (!ends.has(own)) {
      const end = peerOf()(own, node);
      ends.set(own, end && { node: end.place, link: end.link });
    }
    return ends.get(own);
  };
  const field: Omit<Field, keyof Turns> = {
    anew: () => ({ ...field, ...turns(places) }),
    nodes: distinct,
    spots,
    farEnd,
    linksOf,
    hasOneMtu: once(() => {
      const all = [...links().values()].flat().filter(({ flags }) => !flags.includes("LOOPBACK"));
      return new Set(all.map(({ mtu }) => mtu)).size <= 1;
    }),
    named: once(() => namedBy(distinct)),
    lateness: once(() => latenessOf(distinct, linksOf, (node, ifname) => farEnd(node, ifname) !== undefined)),
    ifindexOf: (node, ifname) => linkOf(linksOf(node), ifname)?.ifindex,
    linkAt: (node, ifindex) => linksOf(node).find((link) => link.ifindex === ifindex),
    hasBridge: (node) => linksOf(node).some(({ linkinfo }) => linkinfo?.info_kind === "bridge"),
  };
  return { ...field, ...first };
}

/** Where the ways of the nodes meet: a stack's own `lo` is shared with nobody. */
export const placeOf = (from: KernelNode, to: KernelNode): string =>
  from.inode === to.inode ? `lo of ${from.inode}` : cables;

/** The place of all ways that leave a stack. */
export const cables = "cables";

function once<T>(read: () => T): () => T {
  let known: { value: T } | undefined;
  return () => {
    known ??= { value: read() };
    return known.value;
  };
}

const linkOf = (links: readonly Link[], ifname: string) => links.find((link) => link.ifname === ifname);

function spotsOf(node: KernelNode, links: readonly Link[]): Spot[] {
  const byName = new Map(links.map((link) => [link.ifname, link]));
  return node.addresses().value.flatMap(({ family, ifname, local }) => {
    const link = byName.get(ifname);
    if (family !== "inet" || !link || link.flags.includes("LOOPBACK")) return [];
    const isUp = link.flags.includes("UP");
    return [{ node, ifname, ifindex: link.ifindex, mac: link.address, address: local, isUp }];
  });
}
