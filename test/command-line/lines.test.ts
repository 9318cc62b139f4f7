// Every command line that a text shows is one that the tables know; what was promised is never refused.

import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { modes } from "../../grader/modes/index.ts";
import { Mistake } from "../../harness/ground/error.ts";
import { project } from "../../harness/ground/paths.ts";
import { graph } from "../../harness/lab/verbs/graph.ts";
import { verbs } from "../../harness/lab/verbs/index.ts";
import { contract } from "./contract.ts";
import { linesIn, read, shellWords } from "./lines.ts";

const inFolder = (folder: string): string[] =>
  readdirSync(join(project, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(project.length + 1))
    .filter((file) => !/\.(ts|tsv)$/.test(file));

const texts = [
  "README.md",
  "README.zh.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "setup",
  ...["docs", "vagrant"].flatMap(inFolder),
];

test.each(texts)("%s shows command lines that are known", (file) => {
  for (const { place, line } of linesIn(file))
    try {
      read(shellWords(line));
    } catch (error) {
      throw new Error(`${place}: bun ${line}: ${(error as Error).message}`);
    }
});

test("what the papers run by name is there", () => {
  const { scripts } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
  const named = texts.flatMap((file) =>
    [...readFileSync(join(project, file), "utf8").matchAll(/\bbun run (?:--\S+ (?:DIR )?)*([a-z][\w-]*)/g)].map(
      ([, name]) => name!,
    ),
  );
  expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual([]);
});

test("the README shows every verb and every mode", () => {
  const shown = new Set(linesIn("README.md").map(({ line }) => read(shellWords(line)).split(" ")[1]));
  expect(verbs.concat(modes as []).flatMap(({ name }) => (shown.has(name) ? [] : [name]))).toEqual([]);
});

test("the Chinese README shows the commands of the English one, in the same blocks, and its labs", () => {
  const text = (file: string) => readFileSync(join(project, file), "utf8");
  const blocks = (file: string) =>
    [...text(file).matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block]) =>
      block!.split("\n").map((line) => line.replace(/\s+#.*$/, "").trim()),
    );
  const labs = (file: string) => text(file).match(/^\| `\d\d-[\w-]+`/gm);
  expect(blocks("README.zh.md")).toEqual(blocks("README.md"));
  expect(labs("README.md")).toEqual(expect.arrayContaining(labs("README.zh.md")!));
});

test("what graph draws is what its flag takes", async () => {
  const { formats } = await import("../../harness/graph/formats.ts");
  expect(Object.keys(formats)).toEqual([...graph.flags.format.choice!.values]);
});

const values: Record<string, string> = {
  ...{ NODE: "docker1", SRC: "docker1", DST: "docker2", CMD: "true", ID: "s1", FILE: "mine.sh", DIR: "class" },
  ...{ N: "2", S: "20" },
};

/** A form of the contract as the lines that it stands for, each as words. */
function expanded(form: string): string[][] {
  const option = /\[([^\]]*)\]/.exec(form);
  if (option) return ["", option[1]!].flatMap((part) => expanded(form.replace(option[0], part)));
  const either = /\S+\|\S+/.exec(form);
  if (either) return either[0].split("|").flatMap((one) => (one === "…" ? [] : expanded(form.replace(either[0], one))));
  const words = form.replaceAll("…", "").split(/\s+/).filter(Boolean);
  return [words.map((word) => values[word] ?? word.replace("NN-name", "03-bridge"))];
}

/** Each `bun` line of the contract with the flags that stand below it. */
const promised = contract
  .split("\n")
  .reduce<{ form: string; flags: string[] }[]>((lines, row) => {
    if (row.startsWith("bun ")) lines.push({ form: row.split(/ {2}|(?<=CMD…) /)[0]!.slice(4), flags: [] });
    if (row.startsWith("    --")) lines.at(-1)!.flags.push(...row.matchAll(/--\w+(?: [\w|…]*[\w…])?/g).map(String));
    return lines;
  }, [])
  .flatMap(({ form, flags }) => [form, ...flags.map((flag) => `${form} ${flag.replace(" pause", "")}`)])
  .filter((form) => !/^(docs|run) /.test(form))
  .flatMap(expanded);

test("what was promised is read", () => {
  expect(promised.length).toBeGreaterThan(40);
  const refused = promised.flatMap((words) => {
    try {
      read(words);
      return [];
    } catch (error) {
      expect(error).toBeInstanceOf(Mistake);
      return words.slice(1).join(" ");
    }
  });
  expect(refused).toEqual([]);
});
