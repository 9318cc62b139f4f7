// What the programs say has its Chinese: each sentence that the source throws, and what a person sees of it.

import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Glob } from "bun";
import type { CheckModule } from "../grader/judging/checks-of.ts";
import { described } from "../grader/vocabulary/matches.ts";
import { valueInWords } from "../grader/words/of-values.ts";
import { readFeatures } from "../harness/doctor/features.ts";
import { readTools } from "../harness/doctor/tools.ts";
import { project } from "../harness/ground/paths.ts";
import { inWords, translationBy } from "../harness/ground/phrases.ts";
import { literalsInCalls, literalsOf } from "./literals.ts";
import { expectNone } from "./sentences.ts";

const sources = (folder: string): { file: string; source: string }[] =>
  [...new Glob("**/*.ts").scanSync(join(project, folder))]
    .map((file) => `${folder}/${file}`)
    .filter((file) => !file.includes("/client/")) // browsers: docs/site has its own words
    .sort()
    .map((file) => ({ file, source: readFileSync(join(project, file), "utf8") }));

/** A sentence, not a command to copy, nor what only joins others. */
const isProse = (text: string): boolean =>
  /[a-z]{2,} [a-z(]|\(or: /i.test(text.replaceAll("{}", "")) &&
  !/^\s*(?:\{\})? ?(?:bun|sudo|git|rm|exit$|ip|apt-get|vagrant up$|--\w+|walk|export|\.\/setup|SRC DST)(?: [\w./{}'"=:…$|&;>,[\]-]+)*$/.test(
    text,
  );

/** What it may read like when it is said. */
const filled = (text: string): string => text.replaceAll("{}", "X1").trim();

const untranslated = (file: string, texts: string[]): string[] =>
  texts
    .filter(isProse)
    .map(filled)
    .filter((said) => inWords(said, "zh") === said)
    .map((said) => `${file}: docs/zh/messages.tsv has no line for "${said}"`);

test("every sentence that is thrown, or printed by a verb, has its Chinese", () => {
  const thrown = /(?:new (?:Mistake|NotRunning|Error)|\binWords)/;
  const all = ["harness", "grader", "labs", "docs"].flatMap(sources);
  // what the kernel refuses comes with the kernel's own words
  const ours = all.filter(({ file }) => !file.startsWith("harness/kernel/"));
  expectNone(
    ours.flatMap(({ file, source }) =>
      untranslated(
        file,
        literalsInCalls(source, thrown).map(({ text }) => text),
      ),
    ),
  );
});

test("so has what such a sentence is made of", () => {
  const parts = [
    "harness/ground/state.ts",
    "harness/sandbox/why-no-sandbox.ts",
    "harness/machine/taken.ts",
    "harness/docker/lab.ts",
    "harness/student/id.ts",
  ];
  const isCommand = (text: string) =>
    /^(?:-|sudo systemctl)/.test(text) || text.includes("{{") || text.includes(" inspect");
  expectNone(
    parts.flatMap((file) => {
      const source = readFileSync(join(project, file), "utf8");
      const texts = literalsOf(source).map(({ text }) => text);
      return untranslated(
        file,
        texts.filter((text) => !isCommand(text)),
      );
    }),
  );
});

test("so has what the doctor says", () => {
  const files = ["tools", "kernel", "rights", "class", "place", "capabilities", "groups", "rules"].map(
    (name) => `harness/doctor/${name}.ts`,
  );
  const isOther = /^(?:\/|find|status|test:|sudo|sysctl| \(|\{\}\.ko)/; // what it runs and reads
  const texts = files.flatMap((file) =>
    literalsOf(readFileSync(join(project, file), "utf8"))
      .map(({ text }) => text)
      .filter((text) => isProse(text) && !isOther.test(text)),
  );
  const tables = [...readTools(), ...readFeatures()].map((row) => row.means);
  const left = [...texts, ...tables].map(filled).filter((said) => inWords(said, "zh", "doctor") === said);
  expectNone(left.map((said) => `docs/zh/doctor.tsv has no line for "${said}"`));
  const partly = tables.map((said) => inWords(said, "zh", "doctor")).filter((said) => /[a-z]{2,} [a-z]{2,}/.test(said));
  expectNone(
    partly
      .filter((said) => !/bun run|CNI/.test(said))
      .map((said) => `docs/zh/doctor.tsv: "${said}" is in part English`),
  );
});

/** Of a report in Chinese: is a part of it still an English sentence, and none of the kernel's own? */
const isEnglish = (text: string): boolean => /[a-z]{2,} [a-z]{2,}/.test(text.replaceAll(kernels, ""));
const kernels =
  /Address already in use|Time to live exceeded|Frag needed|Packet filtered|Operation not permitted|router eth\d/g;

test("so has what a check expects", async () => {
  const files = ["checks", "exercises"].flatMap((folder) => sources(`grader/${folder}`)).map(({ file }) => file);
  const modules: CheckModule[] = await Promise.all(files.map((file) => import(join(project, file))));
  const checks = modules.flatMap((module) => [...module.default, ...(module.further?.(2) ?? [])]);
  const left = checks
    .map(({ id, expect }) => ({ id, said: valueInWords(described(expect), "zh") }))
    .filter(({ said }) => isEnglish(said));
  expectNone(left.map(({ id, said }) => `${id}: docs/zh/found.tsv has no line for a part of "${said}"`));
});

test("so has what a check finds", () => {
  const files = ["checks", "exercises", "halves", "vocabulary"].flatMap((room) => sources(`grader/${room}`));
  const probes = sources("harness/probe");
  const shared = [
    "harness/kernel/shared.ts",
    "harness/kernel/excess.ts",
    "harness/world/nameless.ts",
    "harness/world/nodes.ts",
    "harness/kernel/named.ts",
    "harness/kernel/netns.ts",
    "grader/grading/doubt.ts",
  ];
  const more = shared.map((file) => ({ file, source: readFileSync(join(project, file), "utf8") }));
  expectNone(
    [...files, ...probes, ...more].flatMap(({ file, source }) =>
      literalsOf(source)
        .filter(({ text, before }) => isFound(text, before))
        .map(({ text }) => filled(text))
        .filter((said) => isEnglish(said))
        .filter((said) =>
          [said, said.replace(/X1$/, "a high port")].every((one) => inWords(one, "zh", "found") === one),
        )
        .map((said) => `${file}: docs/zh/found.tsv has no line for "${said}"`),
    ),
  );
});

/** Is it for a report? Not what is run, what shows it, what breaks it, nor what the kernel is asked. */
const isFound = (text: string, before: string): boolean =>
  !/^[\s({]*(?:ip|iptables\S*|ip6tables|nft|bridge|sysctl|ping|ss|cat|echo|nc|tc|ls|arping|conntrack|icmp|who-has|path|begins at|trace|for|mkdir|rm|touch|chmod|mount|set|sed|brctl|nginx|pid=\S*|while|kill\S*|node|if|Cannot|data of a probe|\{\}(?:;|:| (?:via|dev)))\b/.test(
    text,
  ) &&
  !/brokenBy:\s*$/.test(before) &&
  !text.includes("; ip ");

describe("a table's sentences", () => {
  const said = translationBy('Cannot read "{}": {}\t无法读取“{}”：{}\nit is empty\t它是空的\nof {} and {}\t{2} 和 {1}');

  test("what is filled in is put into words too, but for a name in quotes", () => {
    expect(said('Cannot read "it is empty": it is empty')).toBe("无法读取“it is empty”：它是空的");
    expect(said('Cannot read "a\nb": EACCES')).toBe("无法读取“a\nb”：EACCES");
  });

  test("in another order, beside each other, on lines of their own", () => {
    expect(said("of a and b")).toBe("b 和 a");
    expect(said("it is empty; nothing known")).toBe("它是空的；nothing known");
    expect(said("first\nit is empty")).toBe("first\n它是空的");
    expect(said("nothing: it is empty")).toBe("nothing：它是空的");
    expect(said("nothing known")).toBeUndefined();
  });

  test("a line has two columns, and what is filled in is on both sides", () => {
    const tables = ["messages", "found", "doctor"].map((name) => join(project, `docs/zh/${name}.tsv`));
    const lines = tables.flatMap((table) => readFileSync(table, "utf8").split("\n"));
    const wrong = lines.filter((line) => {
      if (!line || line.startsWith("#")) return false;
      const [english, chinese, more] = line.split("\t");
      const holes = (text = "") => text.split(/\{[\dw]?\}/).length;
      return more !== undefined || !chinese || (holes(english) !== holes(chinese) && !chinese.includes("{1}"));
    });
    expectNone(wrong.map((line) => `docs/zh: "${line}"`));
  });
});

test("in English a sentence is as it was thrown", () => {
  expect(inWords('Lab "03-bridge" is not up', "en")).toBe('Lab "03-bridge" is not up');
  expect(inWords('Lab "03-bridge" is not up', "zh")).toBe("实验“03-bridge”没有搭好");
});
