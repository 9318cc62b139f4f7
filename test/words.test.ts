// Every step, check and heading has its words in both languages, and neither has words for something that is not there.

import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { Token } from "markdown-it";
import type { CheckModule } from "../grader/judging/checks-of.ts";
import { project } from "../harness/ground/paths.ts";
import { labNames, labNamesWithDocker } from "../harness/lab/names.ts";
import { hasOwnExercise } from "../harness/lab/own-exercise.ts";
import { stepsOf } from "../harness/lab/starting-point.ts";
import { markdown, partsOf, sectionsOf } from "../harness/text/course.ts";
import { courseSource, exerciseText } from "../harness/text/source.ts";
import { narration } from "../harness/text/terminal.ts";
import { wrap } from "../harness/text/wrap.ts";
import { leftToWrite } from "./new-lab/marks.ts";
import { expectNone } from "./sentences.ts";
import { type Wanted, wrongWords } from "./words.ts";

const idsOf = async (lab: string, isDocker: boolean) => (await stepsOf(lab, { isDocker })).map(({ id }) => id);

async function wantedOf(lab: string): Promise<Wanted> {
  const { default: own, further }: CheckModule = await import(join(project, `grader/checks/${lab}.ts`));
  return {
    lab,
    steps: await idsOf(lab, false),
    docker: labNamesWithDocker().includes(lab) ? await idsOf(lab, true) : undefined,
    checks: [...own, ...(further?.(2) ?? [])].map(({ id }) => id),
    further: further?.(2).length ?? 0,
  };
}

const textsOf = (lab: string) => ({ en: courseSource(lab, "en"), zh: courseSource(lab, "zh") });

for (const lab of labNames())
  describe(lab, () => {
    test("all words are there, in both languages, and none for something that is not", async () =>
      expectNone(wrongWords(await wantedOf(lab), textsOf(lab))));

    test("nothing is left to write", () => expectNone(leftToWrite(lab)));
  });

for (const lab of labNames().filter(hasOwnExercise))
  test(`${lab}: so are those of its exercise`, async () => {
    const { default: own }: CheckModule = await import(join(project, `grader/exercises/${lab}.ts`));
    const { default: ofLab }: CheckModule = await import(join(project, `grader/checks/${lab}.ts`));
    const inLab = ofLab.map(({ id }) => id); // what the lab asks too has the lab's words
    const checks = own.map(({ id }) => id).filter((id) => !inLab.includes(id));
    const wanted: Wanted = { lab, exercise: true, steps: [], docker: undefined, checks, further: 0 };
    expectNone(wrongWords(wanted, textsOf(exerciseText(lab))));
  });

test("a text that is parsed section by section is what it is as a whole", () => {
  const fenced = "# A {#a}\n\n````console\n```\n# not one {#b}\n````\n\n## Of a\n\n- x\n\n## C `x` {#c}  \n";
  const told = (token: Token): unknown => [token.type, token.content, token.info, token.children?.map(told)];
  const texts = [...labNames(), ...labNames().map(exerciseText)].flatMap((lab) => Object.values(textsOf(lab)));
  for (const text of [fenced, ...texts]) {
    const [parts, whole] = [partsOf(text), sectionsOf(markdown.parse(text, {}))].map((sections) =>
      sections.map(({ body, id, title, level }) => ({ id, title, level, body: body.map(told) })),
    );
    expect(parts).toEqual(whole!);
  }
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

describe("what is wrong is said in one sentence", () => {
  const lab = "03-bridge";
  const wrongs: Record<string, [edit: (text: string) => string, said: string]> = {
    "a heading that is missing": [
      (text) => text.replace(/^## .*\{#ping\}$/m, ""),
      'docs/zh/03-bridge.md: the heading "## … {#ping}" is missing, for the step "ping" of labs/03-bridge.ts',
    ],
    "an id that is misspelt": [
      (text) => text.replace("{#create-bridge}", "{#create-brigde}"),
      'docs/zh/03-bridge.md:LINE: the heading {#create-brigde} is for nothing; {#create-bridge} is missing, for the step "create-bridge" of labs/03-bridge.ts',
    ],
    "the id of a check that is misspelt": [
      (text) => text.replace("{#check-address-docker1}", "{#check-adress-docker1}"),
      'docs/zh/03-bridge.md:LINE: the heading {#check-adress-docker1} is for nothing; {#check-address-docker1} is missing, for the check "address-docker1" of grader/checks/03-bridge.ts',
    ],
    "a heading for nothing": [
      (text) => `${text}\n## Anything {#anything-else}\n`,
      "docs/zh/03-bridge.md:LINE: the heading {#anything-else} is for nothing: no step, check or part of the text is called so",
    ],
    "a heading that is there twice": [
      (text) => `${text}\n## Hosts {#check-bridge}\n\n1. a\n2. b\n3. c\n`,
      "docs/zh/03-bridge.md:LINE: the heading {#check-bridge} is there twice",
    ],
    "a title that is there twice": [
      (text) => text.replace(/^## .*\{#ping\}$/m, `## ${text.match(/^## (.*) \{#create-bridge\}$/m)![1]} {#ping}`),
      "docs/zh/03-bridge.md:LINE: {#ping} has the title of {#create-bridge}: a reader could not tell them apart",
    ],
    "a heading of another level": [
      (text) => text.replace(/^## (.*\{#ping\})$/m, "### $1"),
      'docs/zh/03-bridge.md:LINE: the heading {#ping} begins with "###", and "##" is wanted',
    ],
    "steps in another order": [
      (text) =>
        text
          .replace("{#plug-in-docker1}", "{#x}")
          .replace("{#create-bridge}", "{#plug-in-docker1}")
          .replace("{#x}", "{#create-bridge}"),
      "docs/zh/03-bridge.md:LINE: the heading {#create-bridge} comes after {#plug-in-docker1}, and should come before it",
    ],
    "two hints": [
      (text) => text.replace(/(\{#check-bridge\}\n\n1\. .*\n2\. .*)\n3\. .*/, "$1"),
      "docs/zh/03-bridge.md: {#check-bridge} has 2 hints, and three are wanted: where to look, what is wrong there, the command",
    ],
    "a step without its commands": [
      (text) => text.replace(/(\{#create-bridge\}[\s\S]*?)```console[\s\S]*?```/, "$1"),
      "docs/zh/03-bridge.md: the step {#create-bridge} does not show its commands: bun test/console/record.ts 03 writes them",
    ],
    "no drawing": [
      (text) => text.replace("```drawing", "```text"),
      'docs/zh/03-bridge.md: the beginning has no drawing, a fence marked "drawing"',
    ],
    "a task less": [
      (text) => text.replace(/^- \{#task-bridge\}.*\n/m, ""),
      "docs/zh/03-bridge.md: the task {#task-bridge} is missing; docs/en/03-bridge.md has it",
    ],
  };
  test("a task less of what a student has besides", async () => {
    const { en, zh } = textsOf(lab);
    const less = (text: string) => text.replace(/^- \{#further-2\}.*\n/m, "");
    expect(wrongWords(await wantedOf(lab), { en: less(en), zh: less(zh) })).toEqual([
      "docs/en/03-bridge.md: of what a student has besides there are 1 tasks, and grader/checks/03-bridge.ts checks 2: {#further-1} …",
    ]);
  });

  for (const [what, [edit, said]] of Object.entries(wrongs))
    test(what, async () => {
      const { en, zh } = textsOf(lab);
      expect(edit(zh)).not.toBe(zh);
      const sentences = wrongWords(await wantedOf(lab), { en, zh: edit(zh) });
      expect(sentences.map((sentence) => sentence.replace(/:\d+:/, ":LINE:"))).toEqual([said]);
    });
});
