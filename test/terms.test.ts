// Chinese: one word for one thing, in the course texts and in what the programs say.

import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Glob } from "bun";
import { project } from "../harness/ground/paths.ts";
import { labNames } from "../harness/lab/names.ts";
import { courseText } from "../harness/text/course.ts";

/** What is not said, and what is said instead. */
const instead: [RegExp, string][] = [
  [/评分器/, "评分程序"],
  [/互相到达/, "互相访问"],
  [/回显请求/, "echo request"],
  [/回显应答/, "echo reply"],
  [/笔记/, "讲义"],
  [/(?<![\w.`/(-])(network )?namespaces?(?![\w`_.(])/, "命名空间"],
];

const files = [
  ...new Glob(
    "{README.zh.md,docs/zh/**/*.md,harness/**/*.ts,grader/**/*.ts,docs/site/**/*.ts,vagrant/README.md}",
  ).scanSync(project),
];

/** The lines in Chinese, without what is code or an address. */
const chinese = (file: string): { at: number; line: string }[] =>
  readFileSync(join(project, file), "utf8")
    .split("\n")
    .map((line, at) => ({ at: at + 1, line: line.replaceAll(/`[^`]*`|\]\([^)]*\)|\$\{[^}]*\}/g, "") }))
    .filter(({ line }) => /\p{Script=Han}/u.test(line));

test.each(instead)("nobody says %p", (word, better) => {
  const found = files.flatMap((file) =>
    chinese(file)
      .filter(({ line }) => word.test(line))
      .map(({ at, line }) => `${file}:${at}: ${better}: ${line.trim().slice(0, 80)}`),
  );
  expect(found).toEqual([]);
});

test.each(["en", "zh"] as const)("%s: what every lab has is called the same in each", (language) => {
  for (const id of ["try", "tasks", "questions", "changes", "docker", "docker-try", "sources", "checks"]) {
    const titles = labNames().flatMap((lab) => courseText(lab, language).filter((section) => section.id === id));
    expect([...new Set(titles.map(({ title }) => title))], id).toHaveLength(1);
  }
});
