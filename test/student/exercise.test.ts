// A student's solution passes in full for that student and for no other; and what is asked for is all there to be read.

import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CheckModule } from "../../grader/judging/checks-of.ts";
import { project } from "../../harness/ground/paths.ts";
import { labNames } from "../../harness/lab/names.ts";
import { stepsOf } from "../../harness/lab/starting-point.ts";
import { isAlike } from "../../harness/student/alike.ts";
import { valuesOf } from "../../harness/student/values.ts";
import { courseText, tasksOf } from "../../harness/text/course.ts";
import { inWorld, outcomes } from "../world.ts";

/** Two students who have all that a lab may have more, and no value in common. */
const withMost = (lab: string) =>
  Array.from({ length: 50 }, (_, at) => `student-${at}`).filter((id) => valuesOf(lab, id).further === 2);

/** The commands that are given, or the solution. In another student's world, what waits or pings would wait for nothing. */
async function commandsOf(lab: string, student: string, part: "given" | "solution"): Promise<string> {
  const steps = (await stepsOf(lab, { student })).filter(({ given }) => given === (part === "given"));
  const commands = steps.flatMap(({ commands }) => commands);
  return commands.filter((command) => part === "given" || !/^(timeout|sed|cat)|\bping\b/.test(command)).join("\n");
}

for (const lab of labNames().filter((lab) => !isAlike(lab)))
  describe(lab, () => {
    const [own, other] = withMost(lab) as [string, string];

    test.concurrent("a student's own solution passes in full, and none of the checks has another id", () =>
      inWorld(async ({ buildFast, grade }) => {
        await buildFast(lab, own);
        const { default: checks, further }: CheckModule = await import(join(project, `grader/checks/${lab}.ts`));
        const ids = [...checks, ...(further?.(2) ?? [])].map(({ id }) => id);
        expect(outcomes(await grade(lab, own))).toEqual(ids.map((id) => `${id} pass`));
      }));

    test.concurrent("another student's does not", () =>
      inWorld(async ({ sh, grade }) => {
        await sh(await commandsOf(lab, own, "given"));
        await sh(`set +e\n${await commandsOf(lab, other, "solution")}\ntrue`);
        expect((await grade(lab, own)).map(({ outcome }) => outcome)).toContain("fail");
      }));

    test.concurrent("what the checks ask for is in the tasks or in what is given, in both languages", async () => {
      const { of, in: valuesIn } = valuesOf(lab, own);
      const asked = [...valuesIn(demands(lab)).values()];
      expect(asked).not.toEqual([]);
      const given = await commandsOf(lab, own, "given");
      for (const language of ["en", "zh"] as const) {
        const tasks = courseText(lab, language, of).find(({ id }) => id === "tasks");
        const said = `${tasksOf(tasks, 2).map(({ text }) => text)}\n${given}`;
        expect(asked.filter((value) => !wholly(value).test(said))).toEqual([]);
      }
    });
  });

const wholly = (value: string): RegExp => new RegExp(`(?<![\\w.-])${RegExp.escape(value)}(?![\\w-])`, "g");

/** The source of the lab's checks without what proves them and without comments. */
const demands = (lab: string): string =>
  readFileSync(join(project, `grader/checks/${lab}.ts`), "utf8")
    .replaceAll(/(brokenBy|mislabel|hostEnd):\s*(`[^`]*`|"[^"]*"|detour\([^)]*\))/g, "")
    .replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, "");

describe("the right names with another student's addresses", () => {
  const caughtBy: Record<string, RegExp> = {
    "02-host-network": /^address-/,
    "03-bridge": /^(bridge-)?address/,
    "04-arp": /^address-/,
    "07-cross-host": /^route-/,
  };
  for (const [lab, check] of Object.entries(caughtBy))
    test.concurrent(lab, () =>
      inWorld(async ({ sh, grade }) => {
        const [own, other] = withMost(lab) as [string, string];
        await sh(await commandsOf(lab, own, "given"));
        const theirs = [...valuesOf(lab, other).in(demands(lab))].filter(([notes]) => !/^\d/.test(notes));
        const solution = theirs.reduce(
          (text, [notes, name]) => text.replaceAll(wholly(name), valuesOf(lab, own).of(notes)),
          await commandsOf(lab, other, "solution"),
        );
        await sh(`set +e\n${solution}\ntrue`);
        const wrong = (await grade(lab, own)).filter(({ outcome }) => outcome === "fail").map(({ id }) => id);
        expect(wrong.filter((id) => check.test(id))).not.toEqual([]);
      }),
    );
});

describe("what a student has more", () => {
  for (const lab of labNames()) {
    const student = withMost(lab)[0]!;
    test.concurrent(lab, async () => {
      const { further }: CheckModule = await import(join(project, `grader/checks/${lab}.ts`));
      const checks = further?.(2) ?? [];
      expect(further?.(0) ?? []).toEqual([]);
      for (const all of [1, 2]) {
        const points = (further?.(all) ?? []).reduce((sum, check) => sum + check.points, 0);
        expect(points).toBe(further ? 2 : 0); // every student of a lab has the same maximum
      }
      for (const { id, brokenBy } of checks)
        await inWorld(async ({ buildFast, sh, grade }) => {
          await buildFast(lab, student);
          await sh(valuesOf(lab, student).of(brokenBy));
          const caught = (await grade(lab, student)).filter(({ outcome }) => outcome !== "pass");
          expect(caught.map((point) => `${point.id} ${point.outcome}`)).toEqual([`${id} fail`]);
        });
    });
  }
});
