// What --help says comes from the tables, in both languages; what is said elsewhere agrees with them.

import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { callOf, readCall } from "../../grader/call.ts";
import { modes, program } from "../../grader/modes/index.ts";
import { reporterNames } from "../../grader/reporters/index.ts";
import { flagsOf } from "../../harness/command-line/command.ts";
import { project } from "../../harness/ground/paths.ts";
import { programOf } from "../../harness/lab/carry-out.ts";
import { verbs } from "../../harness/lab/verbs/index.ts";
import { call, everybody } from "../who.ts";

const [who] = everybody({ LANG: "C.UTF-8", COLUMNS: "80" });
const help = async (...line: string[]) => {
  const { out, err, status } = await call(who!, ...line, "--help");
  expect({ err, status }).toEqual({ err: "", status: 0 });
  return out;
};

const lab = "labs/03-bridge.ts";
const programs = [
  { file: lab, ...programOf("03-bridge") },
  { file: "grader/index.ts", ...program },
];
const bare = (text: string) => text.replaceAll(/\s+/g, ""); // wherever its lines break
const chinese = /\p{Script=Han}/u;

for (const { file, commands, call } of programs)
  for (const language of ["en", "zh"] as const)
    test(`${call} --help --lang ${language} names every command and every flag, in 80 columns`, async () => {
      const text = await help(file, "--lang", language);
      for (const { form, what } of commands) {
        expect(text).toContain(`${call} ${form}`);
        expect(bare(text)).toContain(bare(what[language]));
      }
      for (const name of Object.keys(flagsOf({ commands }))) expect(text).toContain(`--${name}`);
      for (const line of text.split("\n")) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(80);
      expect(chinese.test(text)).toBe(language === "zh");
    });

test("of one command: its own flags, and no other's", async () => {
  for (const verb of verbs) {
    const shown = [...(await help(lab, verb.name)).matchAll(/^ {2}--([\w-]+)/gm)].map(([, name]) => name!);
    expect(shown.toSorted()).toEqual(Object.keys(verb.flags).toSorted());
  }
  const watch = await help("grader/index.ts", "03", "--watch");
  expect(watch).toStartWith("bun grader LAB --watch [--early]\n");
  expect(watch).not.toContain("--jobs");
});

test("the terminal's language counts where none is asked for", async () => {
  const env = { ...who!.env, LANG: "zh_CN.UTF-8" };
  expect((await call({ ...who!, env }, lab, "down", "--help")).out).toMatch(chinese);
  expect((await call({ ...who!, env }, lab, "down", "--help", "--lang", "en")).out).not.toMatch(chinese);
});

test("everything is said in both languages", () => {
  const said = [...verbs, ...modes].flatMap(({ what, flags }) => [
    what,
    ...Object.values(flags).map((flag) => flag.what),
  ]);
  for (const { en, zh } of said) expect([en, chinese.test(en), chinese.test(zh)]).toEqual([en, false, true]);
});

test("some flags go with every verb, some with every mode that reports", () => {
  for (const { flags } of verbs) expect(Object.keys(flags)).toContainValues(["lang", "machine", "engine", "help"]);
  const reports = modes.filter(({ flags }) => "reporter" in flags);
  expect(modes.filter((mode) => !reports.includes(mode)).map(({ name }) => name)).toEqual([
    "--hint",
    ...["grades", "adjust", "stable"], // what these print has a form of its own
  ]);
  for (const { flags } of reports) expect(Object.keys(flags)).toContainValues(["lang", "reporter", "output"]);
  // a gradebook alone runs nothing that could take long, or as it was run then
  expect(modes.filter(({ flags }) => !("timeout" in flags)).map(({ name }) => name)).toEqual([
    ...["merge", "grades", "adjust", "stable", "keep"],
  ]);
});

test("two verbs that know a flag of one name both give it a value, or neither", () => {
  for (const { commands } of programs.filter(({ file }) => file === lab))
    for (const { flags } of commands)
      for (const [name, { takes }] of Object.entries(flags))
        for (const other of commands)
          if (other.flags[name])
            expect([name, other.flags[name].takes === undefined]).toEqual([name, takes === undefined]);
});

test("of the grader's modes each cuts its line by its own: --keep is a switch in one, and takes a student in the other; a word is a folder with ./ before it", () => {
  const flagsOf = (...typed: string[]) => {
    const { line, mode } = callOf(typed);
    return [mode.name, readCall(line, mode).flags];
  };
  expect(flagsOf("03", "--keep", "--script", "F")).toEqual(["--script", { keep: true, script: "F" }]);
  expect(flagsOf("./grades", "--out", "O")).toEqual(["--out", { out: "O" }]);
  expect(callOf(["grades", "O"]).mode.name).toBe("grades");
  expect(flagsOf("--keep", "ann", "DIR", "03", "--out", "O")).toEqual(["--out", { keep: "ann", out: "O" }]);
});

test("the papers name every flag, and the README every reporter", () => {
  const papers = ["README.md", "docs/class/README.md", "docs/autograders/README.md"]
    .map((file) => readFileSync(join(project, file), "utf8"))
    .join("\n");
  const names = programs.flatMap(({ commands }) => Object.keys(flagsOf({ commands })));
  expect(names.filter((name) => !new RegExp(`--${name}\\b`).test(papers))).toEqual([]);
  const [, listed = ""] = /^Reporters: ((?:`\w+`[,;\s]+)+)/m.exec(papers) ?? [];
  expect([...listed.matchAll(/\w+/g)].map(String)).toEqual([...reporterNames]);
});
