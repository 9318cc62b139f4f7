// The default route by its effect: what the kernel does with a packet for somewhere that no narrower route knows. A line `default` in a
// table may be for some packets only (tos, a policy rule), and two halves, 0.0.0.0/1 and 128.0.0.0/1, do as well.

import type { Route } from "./route.ts";

/** Addresses that are nobody's, in both halves: RFC 5737, RFC 6598, RFC 2544. */
const anywhere = ["100.64.0.1", "198.51.100.1", "192.0.2.1", "203.0.113.1", "198.18.0.1"];

/** `match`: the route of a table that the kernel takes for the address; undefined where there is none. */
export function defaultRoute(match: (address: string) => Route | undefined): Route | undefined {
  const found = anywhere.flatMap((address) => match(address) ?? []);
  const whole = found.find(({ dst }) => dst === "default");
  if (whole) return whole;
  const [low, high] = ["0.0.0.0/1", "128.0.0.0/1"].map((half) => found.find(({ dst }) => dst === half));
  return low && high && low.gateway === high.gateway && low.dev === high.dev ? low : undefined;
}
