// Every check is proven three ways: it fails in an empty world, passes after the lab, and fails after its own `brokenBy`,
// which fails nothing unrelated.

import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { labNames } from "../grader/grading/catalogue.ts";
import type { Check } from "../grader/vocabulary/check.ts";
import { project } from "../harness/ground/paths.ts";
import { inWorld, outcomes } from "./world.ts";

for (const lab of labNames()) {
  const { default: checks }: { default: Check[] } = await import(join(project, `grader/checks/${lab}.ts`));
  describe(lab, () => {
    test.concurrent("no check passes in an empty world", () =>
      inWorld(async ({ grade }) => {
        const points = await grade(lab);
        expect(points.map(({ id }) => id)).toEqual(checks.map(({ id }) => id));
        expect(outcomes(points).filter((text) => !/ (fail|skip) /.test(text))).toEqual([]);
      }));

    test.concurrent("every check passes after the lab, twice", () =>
      inWorld(async ({ build, grade }) => {
        await build(lab);
        const passing = checks.map(({ id }) => `${id} pass`);
        expect(outcomes(await grade(lab))).toEqual(passing);
        expect(outcomes(await grade(lab))).toEqual(passing);
      }));

    for (const { id, brokenBy, breaksToo = [], blocks = [] } of checks)
      test.concurrent(`${id} fails after: ${brokenBy}`, () =>
        inWorld(async ({ buildFast, sh, grade }) => {
          await buildFast(lab);
          await sh(brokenBy);
          const caught = (await grade(lab)).filter(({ outcome }) => outcome !== "pass");
          const wanted = [
            ...[id, ...breaksToo].map((broken) => `${broken} fail`),
            ...blocks.map((one) => `${one} skip`),
          ];
          expect(caught.map((point) => `${point.id} ${point.outcome}`).sort()).toEqual(wanted.sort());
        }));
  });
}
