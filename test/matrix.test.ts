// Each fault is caught by its check and by no unrelated one, and where it breaks connectivity, the hop that it broke is
// named; each right but different solution passes in full.

import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { CheckModule } from "../grader/judging/checks-of.ts";
import type { TestPoint } from "../grader/tap/test-point.ts";
import { project } from "../harness/ground/paths.ts";
import { expectHonest } from "./explain/honest.ts";
import { accusesNobody, expectHop, explained } from "./explain/tell.ts";
import { holding } from "./holding.ts";
import { matrix, triedFaults, triedWays } from "./matrix.ts";
import { unknownChecks } from "./proof.ts";
import { expectNone } from "./sentences.ts";
import { inWorld, outcomes } from "./world.ts";

/** Does the report show a ping that got lost, or say why a connection did not come about? */
const isLost = ({ outcome, actual, cause }: TestPoint): boolean =>
  outcome === "fail" &&
  (cause !== undefined || /"(request|reply)":"(lost|not sent|[^"]* of [^"]*)"/.test(JSON.stringify(actual)));

/** "03-bridge, the bridge is down: 5 of 16 points: bridge 1, host-docker1 1 …" */
function costOf(lab: string, fault: string, points: TestPoint[]): string {
  const lost = points.filter((point) => point.points < point.maxPoints);
  const sum = (all: TestPoint[]) => all.reduce((total, { points, maxPoints }) => total + maxPoints - points, 0);
  const all = points.reduce((total, { maxPoints }) => total + maxPoints, 0);
  const each = lost.map(
    ({ id, outcome, maxPoints }) => `${id}${outcome === "skip" ? " (not judged)" : ""} ${maxPoints}`,
  );
  return `${lab}, ${fault}: ${sum(lost)} of ${all} points: ${each.join(", ")}`;
}

for (const { lab, way, mutations, alternatives } of matrix)
  describe(lab, () => {
    test.concurrent("the faults name checks", async () => {
      const { default: checks }: CheckModule = await import(join(project, `grader/checks/${lab}.ts`));
      const named = mutations.flatMap(({ fault, caughtBy, also = [], blocks = [], maybe = [] }) =>
        [caughtBy, ...also, ...blocks, ...maybe].map((id) => ({
          id,
          where: `The fault "${fault}" in test/matrix/${lab}.ts`,
        })),
      );
      expectNone(
        unknownChecks(
          named,
          checks.map(({ id }) => id),
        ),
      );
    });

    for (const { fault, commands, caughtBy, also = [], blocks = [], maybe = [], broken } of triedFaults(mutations))
      test.concurrent(`${caughtBy} catches: ${fault}`, () =>
        inWorld(async (world) => {
          await world.buildFast(lab);
          await world.sh(commands);
          const points = await world.grade(lab);
          console.log(costOf(lab, fault, points));
          const notPassed = points.filter(({ id, outcome }) => outcome !== "pass" && !maybe.includes(id));
          const wanted = [...[caughtBy, ...also].map((id) => `${id} fail`), ...blocks.map((id) => `${id} skip`)];
          expect(notPassed.map(({ id, outcome }) => `${id} ${outcome}`).sort()).toEqual(wanted.sort());
          const caught = notPassed.filter(({ outcome }) => outcome !== "skip");
          const [certain, byChance] = [caught, points].map((some) => some.filter(isLost).map(({ cause }) => cause));
          const causes = certain!.length ? certain! : byChance!.filter(Boolean); // what chance broke may have healed
          const isByChance = maybe.length > 0 && broken?.orSilent === true;
          if (causes.length) expectHop(causes, broken, isByChance);
          else if (broken && !maybe.length) {
            const [told] = await explained(world, [{ ...way!, ...broken }]); // the checks that ping were skipped
            expect(told!.answered).toBe(false);
            expectHop([told!.broken], broken);
          }
          await expectHonest(world);
        }));

    for (const [name, before] of triedWays(holding))
      test.concurrent(`passes in full with containers otherwise made: ${name}`, () =>
        inWorld(async (world) => {
          await world.buildFast(lab, undefined, before);
          const points = await world.grade(lab);
          expect(outcomes(points)).toEqual(points.map(({ id }) => `${id} pass`));
          if (way) await accusesNobody(world);
        }));

    for (const [name, commands] of triedWays(alternatives))
      test.concurrent(`passes in full: ${name}`, () =>
        inWorld(async (world) => {
          await world.sh(commands);
          const points = await world.grade(lab);
          expect(outcomes(points)).toEqual(points.map(({ id }) => `${id} pass`));
          if (way) await accusesNobody(world);
        }));
  });
