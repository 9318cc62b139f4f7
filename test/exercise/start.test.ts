// What an exercise begins with: the starting point and nothing else, and its tasks in both languages.

import { describe, expect, test } from "bun:test";
import { labNames } from "../../harness/lab/names.ts";
import { givenCommands } from "../../harness/lab/starting-point.ts";
import { courseText, tasksOf } from "../../harness/text/course.ts";
import { exerciseText } from "../../harness/text/source.ts";
import { inline, narration } from "../../harness/text/terminal.ts";
import { ownExercises, triedIn } from "../exercises/exercise.ts";
import { matrix } from "../matrix.ts";
import { expectNone } from "../sentences.ts";
import { call, everybody } from "../who.ts";
import { recordOf } from "./terminal.ts";

/** Checks that the starting point alone passes: what the student must not destroy. */
const passing = new Map(matrix.map(({ lab, passingAtStart = [] }) => [lab, passingAtStart]));
for (const lab of ownExercises) passing.set(lab, (await triedIn(lab)).passingAtStart ?? []);

/** Where a line breaks is another test's matter. */
const unwrapped = (text: string): string => text.replaceAll(/\s/g, "");

const [ordinary, root] = everybody({ LANG: "C.UTF-8", NO_COLOR: "1" });

for (const lab of labNames())
  describe(lab, () => {
    for (const who of [ordinary!, ...(root && lab === "03-bridge" ? [root] : [])])
      test.concurrent(`its exercise, as ${who.name}`, async () => {
        const file = `labs/${lab}.ts`;
        const given = await givenCommands(lab);
        for (const language of ["en", "zh"] as const) {
          const { out, err, status } = await call(who, file, "exercise", "--lang", language);
          expect({ err, status }).toEqual({ err: "", status: 0 });
          const sections = courseText(exerciseText(lab), language);
          expect(out).toStartWith(`━━ ${sections[0]!.title}\n`);
          const words = sections.find(({ id }) => id === "given"); // commands would tell what is asked
          if (words) expect(unwrapped(out)).toContain(unwrapped(narration(words)));
          else expect(out).toContain(given.map((command) => `$ ${command}\n`).join("") || "\n");
          const tasks = tasksOf(
            sections.find(({ id }) => id === "tasks"),
            0,
          );
          for (const [at, { text }] of tasks.entries())
            expect(unwrapped(out)).toContain(unwrapped(`${at + 1}. ${inline(text)}`));
          if (language === "en") await call(who, file, "exec", "host", "--", "ip", "netns", "add", "mine"); // gone the next time
          for (const verb of ["shell", "check", "hint", "save"]) expect(out).toContain(`\nbun ${file} ${verb} `);
        }

        const { nodes } = JSON.parse((await call(who, file, "status", "--json")).out);
        const made = given.flatMap((command) => command.match(/^ip netns add (\S+)$/)?.[1] ?? []);
        expect(nodes).toEqual(["host", ...made.sort()]);
        expect(recordOf(who, lab)).toEqual([]);

        const graded = await call(who, "grader/index.ts", lab, "--reporter", "json");
        const [{ checks, score, maxScore }] = JSON.parse(graded.out).labs;
        const passed = checks.flatMap(({ id, outcome }: Record<string, string>) => (outcome === "pass" ? [id] : []));
        const wanted = passing.get(lab)!;
        expectNone([
          ...passed
            .filter((id: string) => !wanted.includes(id))
            .map(
              (id: string) =>
                `The starting point passes the check "${id}": give less, or name it in passingAtStart of test/matrix/${lab}.ts, or test/exercises/${lab}.ts`,
            ),
          ...wanted
            .filter((id) => !passed.includes(id))
            .map(
              (id) =>
                `The starting point does not pass the check "${id}", which passingAtStart of test/matrix/${lab}.ts names`,
            ),
        ]);
        expect(checks.filter(({ outcome }: Record<string, string>) => outcome === "error")).toEqual([]);
        expect(score).toBeLessThan(maxScore);
        expect(graded.status).toBe(1);
        expect((await call(who, file, "down")).status).toBe(0);
      });
  });
