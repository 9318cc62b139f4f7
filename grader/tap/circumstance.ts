/** What there is to say about a world besides its checks: what it is to others, or what may surprise whoever made it. */
export type Circumstance =
  /** Links carry so many frames a second, and this one the most: all worlds of the machine lose packets. */
  | { what: "storm"; node: string; ifname: string; perSecond: number; all: number }
  /** So many entries in the neighbour tables, which are one for all worlds. */
  | { what: "neighbours"; entries: number }
  /** There is a network namespace with the lab's word for its own stack. */
  | { what: "named-host"; node: string };

export const isCircumstance = (value: unknown): value is Circumstance =>
  typeof value === "object" &&
  value !== null &&
  ["storm", "neighbours", "named-host"].includes((value as Circumstance).what);

/** Is it one that takes something from other worlds? */
export const isBurden = ({ what }: Circumstance): boolean => what === "storm" || what === "neighbours";
