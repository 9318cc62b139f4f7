import { type Check, check } from "./check.ts";
import { matches } from "./matches.ts";

/** What a lab asks of its network and the lab's exercise gives: one check there, that it was kept. */
export const keptNetwork = (givens: readonly Check[], brokenBy: string): Check =>
  check("kept-network", {
    points: 1,
    read: async (...world) => {
      const found = await Promise.all(givens.map((one) => one.read(...world)));
      const wrong = found.findIndex(({ value }, at) => !matches(value, givens[at]!.expect));
      const value = Object.fromEntries(givens.map(({ id }, at) => [id, found[at]!.value]));
      return { ...found[Math.max(wrong, 0)]!, value };
    },
    expect: Object.fromEntries(givens.map(({ id, expect }) => [id, expect])),
    brokenBy,
    covers: givens,
  });
