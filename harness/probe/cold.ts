// The tables of a way, made cold before it is asked and given back after it. What one direction teaches the kernel hides what
// is wrong with the other: so each is asked as if nobody had ever asked.

import { forget, giveBack, type Learnt, learntByBridges, learntNeighbours } from "../kernel/learnt.ts";
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
  const needs = source === undefined ? there : [...there, ...needsOf(field, to, from, source, address)];
  const macs = macsOf(field, needs);
  const nodes = new Set(needs.map(({ node }) => node));
  const isNeeded = (node: KernelNode) => (entry: Learnt) =>
    needs.some((need) => need.node === node && need.ifindex === entry.ifindex && need.address === entry.dst);
  const forgotten = [
    ...[...nodes].flatMap((node) => forgetting(node, learntNeighbours(node.netlink).filter(isNeeded(node)))),
    ...(needs.length ? field.nodes : []).flatMap((node) =>
      forgetting(node, field.hasBridge(node) ? learntByBridges(node.netlink).filter(({ mac }) => macs.has(mac)) : []),
    ),
  ];
  return {
    isResolved: () => {
      const [first] = needs;
      if (!first) return true;
      const own = learntNeighbours(first.node.netlink).find(isNeeded(first.node));
      return !own || own.mac !== undefined; // without an entry of its own it is one written by hand
    },
    giveBack() {
      for (const node of nodes)
        for (const entry of learntNeighbours(node.netlink).filter(isNeeded(node)))
          if (entry.mac === undefined) forget(node.netlink, entry);
      const now = new Map<KernelNode, Set<string>>();
      const has = (node: KernelNode) => {
        const all =
          now.get(node) ?? new Set([...learntNeighbours(node.netlink), ...learntByBridges(node.netlink)].map(key));
        now.set(node, all);
        return all;
      };
      for (const { node, entry } of forgotten)
        if (entry.mac !== undefined && !has(node).has(key(entry))) giveBack(node.netlink, entry);
    },
  };
}

/** What an entry is about; an FDB entry may have moved to another port. */
const key = ({ ifindex, dst, mac }: Learnt): string => (dst ? `${ifindex} ${dst}` : `${mac}`);

function forgetting(node: KernelNode, entries: Learnt[]) {
  for (const entry of entries) forget(node.netlink, entry);
  return entries.map((entry) => ({ node, entry }));
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
