// Every step, check and heading has its words in both languages, and neither has words for something that is not there.

import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { labNames, labNamesWithDocker } from "../grader/grading/catalogue.ts";
import type { CheckModule } from "../grader/judging/checks-of.ts";
import { project } from "../harness/ground/paths.ts";
import { courseText, itemsOf, linesOf, markdown, type Section, sectionsOf } from "../harness/text/course.ts";
import { narration } from "../harness/text/terminal.ts";
import { wrap } from "../harness/text/wrap.ts";

const stepsIn = (file: string): string[] =>
  [...readFileSync(join(project, file), "utf8").matchAll(/^step\("([\w-]+)"/gm)].map(([, id]) => id!);

const hasDocker = (lab: string): boolean => labNamesWithDocker().includes(lab);

const stepsOf = (lab: string): string[] => [
  ...stepsIn(`labs/${lab}.ts`),
  ...(hasDocker(lab) ? stepsIn(`labs/docker/${lab}.ts`) : []),
];

const fencesOf = ({ body }: Section): string[] =>
  body.flatMap(({ type, info }) => (type === "fence" ? [info.trim()] : []));

for (const lab of labNames())
  describe(lab, () => {
    const texts = { en: courseText(lab, "en"), zh: courseText(lab, "zh") };
    const ids = (sections: Section[]) => sections.map(({ id }) => id);

    test("both languages have the same sections, in the same order", () => {
      expect(ids(texts.zh)).toEqual(ids(texts.en));
      expect(new Set(ids(texts.en)).size).toBe(texts.en.length);
    });

    test("every step has its section, and every section of the lab's body is a step", () => {
      const body = texts.en.filter(({ level, id }) => level === 2 && !id.startsWith("check-"));
      expect(ids(body)).toEqual([...stepsOf(lab), ...(hasDocker(lab) ? ["docker-try"] : [])]);
    });

    test("every check has a title and three hints", async () => {
      const { default: own, further }: CheckModule = await import(join(project, `grader/checks/${lab}.ts`));
      const checks = [...own, ...(further?.(2) ?? [])];
      for (const sections of [texts.en, texts.zh]) {
        const own = sections.filter(({ id }) => id.startsWith("check-"));
        expect(ids(own).sort()).toEqual(checks.map(({ id }) => `check-${id}`).sort());
        for (const section of own)
          expect({ id: section.id, hints: linesOf(section).length }).toEqual({ id: section.id, hints: 3 });
      }
    });

    test("the text goes on with what to try, and ends with the checks", () => {
      const docker = hasDocker(lab) ? ["docker"] : [];
      const wanted = ["try", "tasks", "questions", "changes", ...docker, "sources", "checks"];
      expect(ids(texts.en.slice(1).filter(({ level }) => level === 1))).toEqual(wanted);
    });

    test("it begins with a drawing, and every step shows its commands", () => {
      for (const [opening, ...sections] of [texts.en, texts.zh]) {
        expect(fencesOf(opening!)).toContain("drawing");
        const steps = sections.filter(({ id }) => stepsOf(lab).includes(id));
        expect(ids(steps.filter((step) => !fencesOf(step).includes("console")))).toEqual([]);
      }
    });

    test("there are tasks, the same in both languages", () => {
      const tasks = (sections: Section[]) => itemsOf(sections.find(({ id }) => id === "tasks")).map(({ id }) => id);
      expect(tasks(texts.en).length).toBeGreaterThan(0);
      expect(tasks(texts.zh)).toEqual(tasks(texts.en));
    });
  });

test("a terminal shows a drawing, but no console block: there the lab runs the commands", () => {
  const text = "# Title {#id}\n\nWords.\n\n```drawing\na -- b\n```\n\n```console\n$ ip link\n```\n";
  expect(sectionsOf(markdown.parse(text, {})).map(narration)).toEqual(["Words.\n\na -- b"]);
});

test("a long text breaks between words, and Chinese before any character but a closing mark", () => {
  expect(wrap("one two three", 8)).toBe("one two\nthree");
  expect(wrap("- one two three", 9, "  ")).toBe("- one two\n  three");
  expect(wrap("虚拟交换机就是网桥。", 14)).toBe("虚拟交换机就是\n网桥。");
  for (const line of wrap("网桥工作在数据链路层，按学到的 MAC 地址转发帧。", 20).split("\n"))
    expect(line).not.toMatch(/^[，。]/);
});
