import { describe, expect, test } from "bun:test";
import { alternatives } from "./alternatives.ts";
import { inWorld, outcomes } from "./world.ts";

for (const [lab, ways] of Object.entries(alternatives))
  describe(lab, () => {
    for (const [way, commands] of Object.entries(ways))
      test.concurrent(`passes in full: ${way}`, () =>
        inWorld(async ({ run, grade }) => {
          run(commands);
          const points = await grade(lab);
          expect(outcomes(points)).toEqual(points.map(({ id }) => `${id} pass`));
        }));
  });
