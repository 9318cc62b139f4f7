// The tables of a way, made cold before it is asked and given back after it. What one direction teaches the kernel hides what
// is wrong with the other: so each is asked as if nobody had ever asked.

import { forget, giveBack, type Learnt, learntByBridges, learntNeighbour } from "../kernel/learnt.ts";
import type { KernelNode } from "../kernel/node.ts";
import { routeTo } from "../kernel/route-to.ts";
import type { Field, Spot } from "./field.ts";

/** From a node to an address that the node `to` should have. */
export type Way = { from: KernelNode; to: KernelNode; address: string };

/** A neighbour that a node on the way must know. */
type Need = { node: KernelNode; ifindex: number; address: string };

export type Cold = {
  /** Does the sender know by now to which MAC address its packets go? */
  isResolved(): boolean;
  /** What had been learnt before is there again; what is still asked for is no longer. */
  giveBack(): void;
};

const farthest = 8; // hops

/** Makes the nodes at both ends, those between and their bridges forget what they learnt of the way. Nothing written by hand is touched. */
export function chill(field: Field, way: Way): Cold {
  const { from, to, address } = way;
  const source = sourceOf(way);
  const there = needsOf(field, from, to, address, source);
  const back = source === undefined ? [] : needsOf(field, to, from, source, address);
  const needs = distinct([...there, ...back]);
  const macs = macsOf(field, needs);
  const neighbours = needs.flatMap((need) => forgetting(need.node, learntFor(need)));
  const fdb = (needs.length ? field.nodes : []).flatMap((node) =>
    forgetting(
      node,
      ...(field.hasBridge(node) ? learntByBridges(node.netlink).filter(({ mac }) => macs.has(mac)) : []),
    ),
  );
  return {
    isResolved: () => {
      const own = needs[0] && learntFor(needs[0]);
      return !own || own.mac !== undefined; // without an entry of its own it is one written by hand
    },
    giveBack() {
      for (const need of needs) {
        const now = learntFor(need);
        const before = neighbours.find(({ node, entry }) => node === need.node && isOf(need, entry))?.entry;
        if (now && now.mac === undefined) forget(need.node.netlink, now);
        if (before?.mac !== undefined && now?.mac === undefined) giveBack(need.node.netlink, before);
      }
      for (const node of new Set(fdb.map(({ node }) => node))) {
        const now = new Set(learntByBridges(node.netlink).map(({ mac }) => mac)); // behind another port, maybe
        for (const { node: own, entry } of fdb) if (own === node && !now.has(entry.mac)) giveBack(node.netlink, entry);
      }
    },
  };
}

const isOf = (need: Need, { ifindex, dst }: Learnt): boolean => need.ifindex === ifindex && need.address === dst;

const learntFor = ({ node, ifindex, address }: Need) => learntNeighbour(node.netlink, ifindex, address);

const distinct = (needs: Need[]): Need[] => [
  ...new Map(needs.map((need) => [`${need.node.inode} ${need.ifindex} ${need.address}`, need])).values(),
];

function forgetting(node: KernelNode, ...entries: (Learnt | undefined)[]) {
  const known = entries.filter((entry) => entry !== undefined);
  for (const entry of known) forget(node.netlink, entry);
  return known.map((entry) => ({ node, entry }));
}

/**
 * Each node's next hop towards the address, by its routes; up to one that nobody has, or that is no node's. Whoever forwards asks by whom
 * it was sent, too: of a packet from nowhere the kernel says that it would not forward it.
 */
function needsOf(field: Field, from: KernelNode, to: KernelNode, address: string, source?: string): Need[] {
  const needs: Need[] = [];
  let at: Spot | undefined;
  for (let node = from; needs.length < farthest; node = at.node) {
    const how = at ? { ...(source && { from: source }), iif: at.ifindex } : {};
    const route = routeTo(node.netlink, address, how);
    if (!("dev" in route) || !route.dev || route.type === "local") return needs;
    const next = route.gateway ?? address;
    const ifindex = field.ifindexOf(node, route.dev);
    if (ifindex === undefined) return needs;
    needs.push({ node, ifindex, address: next });
    const owners = field.spots().filter((spot) => spot.address === next && spot.node !== node);
    at = owners.find((spot) => spot.node === to) ?? owners[0];
    if (!at || at.node === to) return needs;
  }
  return needs;
}

/** The address that the sender's own routes choose, to which the answer goes. */
function sourceOf({ from, address }: Way): string | undefined {
  const route = routeTo(from.netlink, address);
  return "prefsrc" in route ? route.prefsrc : undefined;
}

function macsOf(field: Field, needs: Need[]): Set<string | undefined> {
  const near = field
    .spots()
    .filter((spot) =>
      needs.some(
        ({ node, ifindex, address }) => spot.address === address || (spot.node === node && spot.ifindex === ifindex),
      ),
    );
  return new Set(near.map(({ mac }) => mac));
}
