// Every check is proven three ways: it fails in an empty world, passes after the lab, and fails after its own `brokenBy`,
// which fails nothing unrelated.

import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { exerciseFiles } from "../grader/grading/catalogue.ts";
import type { TestPoint } from "../grader/tap/test-point.ts";
import type { Check } from "../grader/vocabulary/check.ts";
import { project } from "../harness/ground/paths.ts";
import { labNames } from "../harness/lab/names.ts";
import { inExercise, ownExercises } from "./exercises/exercise.ts";
import { unknownChecks, wrongAfterLab, wrongProof, wrongWhenEmpty } from "./proof.ts";
import { expectNone } from "./sentences.ts";
import { inWorld } from "./world.ts";

for (const lab of labNames()) {
  const { default: checks }: { default: Check[] } = await import(join(project, `grader/checks/${lab}.ts`));
  describe(lab, () => {
    test.concurrent("no check passes in an empty world", () =>
      inWorld(async ({ grade }) => {
        const points = await grade(lab);
        expect(points.map(({ id }) => id)).toEqual(checks.map(({ id }) => id));
        expectNone(wrongWhenEmpty(points));
      }));

    test.concurrent("every check passes after the lab, twice", () =>
      inWorld(async ({ build, grade }) => {
        await build(lab);
        for (const _ of ["once", "twice"]) expectNone(wrongAfterLab(await grade(lab)));
      }));

    for (const check of checks)
      test.concurrent(`${check.id} fails after: ${check.brokenBy}`, () =>
        inWorld(async ({ buildFast, sh, grade }) => {
          await buildFast(lab);
          await sh(check.brokenBy);
          expectNone(wrongProof(check, await grade(lab)));
        }));

    test.concurrent("breaksToo and blocks name checks", async () => {
      const named = checks.flatMap(({ id, breaksToo = [], blocks = [] }) => [
        ...breaksToo.map((other) => ({ id: other, where: `breaksToo of the check "${id}"` })),
        ...blocks.map((other) => ({ id: other, where: `blocks of the check "${id}"` })),
      ]);
      expectNone(
        unknownChecks(
          named,
          checks.map(({ id }) => id),
        ),
      );
    });
  });
}

for (const lab of ownExercises) {
  const files = exerciseFiles(lab);
  const { default: checks }: { default: Check[] } = await import(join(project, `grader/exercises/${lab}.ts`));
  describe(`the exercise of ${lab}`, () => {
    test.concurrent("no check passes in an empty world", () =>
      inWorld(async ({ grade }) => {
        const points = await grade(lab, undefined, files);
        expect(points.map(({ id }) => id)).toEqual(checks.map(({ id }) => id));
        expectNone(wrongWhenEmpty(points));
      }));

    test.concurrent("every check passes once it is solved, twice", () =>
      inExercise(lab, undefined, async ({ solve, judge }) => {
        await solve();
        for (const _ of ["once", "twice"]) expectNone(wrongAfterLab(await judge()));
      }));

    for (const check of checks)
      test.concurrent(`${check.id} fails after: ${check.brokenBy}`, () =>
        inExercise(lab, undefined, async ({ solve, sh, judge }) => {
          await solve();
          await sh(check.brokenBy);
          expectNone(
            wrongProof(
              check,
              (await judge()).filter(({ outcome }) => outcome !== "skip"),
            ),
          );
        }));

    test.concurrent("a check that is called as one of the lab's is the lab's", async () => {
      const { default: own }: { default: Check[] } = await import(join(project, `grader/checks/${lab}.ts`));
      for (const { id, read, expect: wanted } of checks) {
        const same = own.find((one) => one.id === id);
        if (same) expect({ read, wanted }).toEqual({ read: same.read, wanted: same.expect });
      }
    });
  });
}

describe("what a proof shows is said in one sentence", () => {
  const proof = { id: "route", brokenBy: "ip route del default" };
  const [passes, fails] = ["pass", "fail"].map((outcome) => (id: string) => ({ id, outcome }) as TestPoint);

  test("a brokenBy that breaks nothing", () => {
    expect(wrongProof(proof, [passes!("route"), passes!("ping")])).toEqual([
      'The brokenBy of the check "route" breaks nothing: all pass after ip route del default',
    ]);
  });

  test("one that breaks something else, or more, or less than it says", () => {
    expect(wrongProof(proof, [passes!("route"), fails!("ping")])).toEqual([
      'The brokenBy of the check "route" does not fail it: ip route del default',
      'The brokenBy of the check "route" fails "ping" too: break less, or name it in breaksToo',
    ]);
    expect(wrongProof({ ...proof, breaksToo: ["ping"] }, [fails!("route"), passes!("ping")])).toEqual([
      'The brokenBy of the check "route" does not fail "ping", which its breaksToo names',
    ]);
    expect(wrongProof({ ...proof, breaksToo: ["ping"] }, [fails!("route"), fails!("ping")])).toEqual([]);
  });

  test("a check that could not find out", () => {
    const error = { id: "route", outcome: "error", actual: "EPERM" } as TestPoint;
    expect(wrongWhenEmpty([error, passes!("ping")])).toEqual([
      'The check "route" cannot find out that a world is empty: "EPERM"',
      'The check "ping" passes in an empty world',
    ]);
    expect(wrongAfterLab([error, passes!("ping")])).toEqual([
      'The check "route" does not pass after the lab, but is error: "EPERM"',
    ]);
  });

  test("an id that is no check's", () => {
    expect(unknownChecks([{ id: "rout", where: 'breaksToo of the check "ping"' }], ["route", "ping"])).toEqual([
      'breaksToo of the check "ping" names the check "rout", which is not there; "route" is',
    ]);
  });
});
