/** What a check looked for in one place and is in another: the commonest slip is the wrong shell. */
export type Elsewhere =
  | { what: "link"; name: string; wanted: string; node: string }
  | { what: "address"; address: string; wanted: Place; at: Place }
  | { what: "route"; route: string; gateway: string; wanted: string; node: string }
  /** A cable that was to leave the node does not. */
  | { what: "both-ends"; node: string; ends: [string, string] };

type Place = { node: string; link: string };

export const isElsewhere = (value: unknown): value is Elsewhere =>
  typeof value === "object" &&
  value !== null &&
  ["link", "address", "route", "both-ends"].includes((value as Elsewhere).what);
