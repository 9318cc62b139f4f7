// A short run of every property, always with the same values. `bun test/fuzz/run.ts` has many, and others each time.

import { describe, test } from "bun:test";
import fc from "fast-check";
import { all } from "./all.ts";

for (const [subject, properties] of Object.entries(all))
  describe(subject, () => {
    for (const [name, property] of Object.entries(properties))
      test(name, () => fc.assert(property, { numRuns: 300, seed: 1 }));
  });
