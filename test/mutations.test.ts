import { describe, expect, test } from "bun:test";
import { mutations } from "./mutations.ts";
import { inWorld } from "./world.ts";

for (const [lab, faults] of Object.entries(mutations))
  describe(lab, () => {
    for (const { fault, commands, caughtBy } of faults)
      test.concurrent(`${caughtBy} catches: ${fault}`, () =>
        inWorld(async ({ build, run, grade }) => {
          await build(lab);
          run(commands);
          const failed = (await grade(lab)).filter(({ outcome }) => outcome !== "pass" && outcome !== "skip");
          expect(failed.map(({ id, outcome }) => `${id} ${outcome}`)).toContain(`${caughtBy} fail`);
          expect(failed.filter(({ outcome }) => outcome === "error")).toEqual([]);
        }));
  });
