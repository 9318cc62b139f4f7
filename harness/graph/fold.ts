// Many containers that are alike are drawn as one: above thirty at a bridge, the first three, what is odd, and the rest.

import type { Branch, Column, Segment } from "./tree.ts";

/** At one bridge so many are drawn one by one. */
export const many = 30;
const firsts = 3;

export type Folded = { columns: Column[]; alike: Column[] };

/** A segment's columns: those to draw, and those that look like the first ones, which are drawn as one box. */
export function folded({ columns }: Segment): Folded {
  if (columns.length <= many) return { columns, alike: [] };
  const groups = Map.groupBy(columns, looks);
  const commonest = [...groups.values()].reduce((one, other) => (other.length > one.length ? other : one));
  const odd = columns.filter((column) => !commonest.includes(column));
  const kept = [...commonest.slice(0, firsts), ...odd.slice(0, many - firsts - 1)];
  const alike = columns.filter((column) => !kept.includes(column));
  return { columns: columns.filter((column) => kept.includes(column)), alike };
}

/** What is alike: everything but names, numbers and addresses. */
function looks({ link, child }: Column): string {
  const state = [link.isUp, link.hasCarrier, link.addresses.length];
  return JSON.stringify(child ? [state, shape(child)] : state);
}

const shape = ({ node, uplink, segments, others }: Branch) => [
  [uplink?.ifname, uplink?.isUp, uplink?.addresses.length],
  [node.routes, node.rules, node.forwards],
  segments.length,
  others.map(({ ifname, isUp }) => [ifname, isUp]),
];
