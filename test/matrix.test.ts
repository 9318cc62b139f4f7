// Each fault is caught by its check and by no unrelated one; each right but different solution passes in full.

import { describe, expect, test } from "bun:test";
import { matrix } from "./matrix.ts";
import { inWorld, outcomes } from "./world.ts";

for (const { lab, mutations, alternatives } of matrix)
  describe(lab, () => {
    for (const { fault, commands, caughtBy, also = [], maybe = [] } of mutations)
      test.concurrent(`${caughtBy} catches: ${fault}`, () =>
        inWorld(async ({ buildFast, run, grade }) => {
          await buildFast(lab);
          run(commands);
          const points = (await grade(lab)).filter(({ id }) => !maybe.includes(id));
          const caught = points.filter(({ outcome }) => outcome !== "pass" && outcome !== "skip");
          const wanted = [caughtBy, ...also].map((id) => `${id} fail`);
          expect(caught.map(({ id, outcome }) => `${id} ${outcome}`).sort()).toEqual(wanted.sort());
        }));

    for (const [way, commands] of Object.entries(alternatives))
      test.concurrent(`passes in full: ${way}`, () =>
        inWorld(async ({ run, grade }) => {
          run(commands);
          const points = await grade(lab);
          expect(outcomes(points)).toEqual(points.map(({ id }) => `${id} pass`));
        }));
  });
