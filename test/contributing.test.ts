// CONTRIBUTING.md, followed to the letter in a copy of the project: its commands as they stand, its samples where it says.

import { expect, test } from "bun:test";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "../harness/ground/paths.ts";
import { markdown } from "../harness/text/course.ts";
import { newFolder, runEnvironment } from "./folder.ts";
import { filesOf, withoutMarks } from "./new-lab/marks.ts";
import { run } from "./run.ts";

const lab = "09-cable";
const guide = readFileSync(join(project, "CONTRIBUTING.md"), "utf8");
const fences = markdown.parse(guide, {}).filter(({ type }) => type === "fence");

/** What the guide shows as commands, line by line. */
const commands = fences.filter(({ info }) => info === "sh").flatMap(({ content }) => content.trim().split("\n"));
/** What it shows of a file, by the words beside the fence. */
const sample = (info: string): string => fences.find((fence) => fence.info === info)!.content;

/** Puts something in before the last place that is like this. */
const before =
  (place: string | RegExp, what: string) =>
  (text: string): string => {
    const at = typeof place === "string" ? text.lastIndexOf(place) : text.search(place);
    return text.slice(0, at) + what + text.slice(at);
  };

/** The project without its history, where everybody may read it. */
async function copyOfProject(): Promise<string> {
  const copy = newFolder("contributing");
  chmodSync(copy, 0o755);
  const copying = 'tar -C "$1" --exclude=./.git --exclude=./out -cf - . | tar -C "$2" -xf - && chmod -R a+rX "$2"';
  expect(await run(["sh", "-c", copying, "sh", project, copy])).toEqual({ out: "", err: "", status: 0 });
  return copy;
}

test("a lab, a check and a fault, as the guide says: in the end all is green", async () => {
  const copy = await copyOfProject();
  const how = { cwd: copy, env: { ...runEnvironment(), XDG_STATE_HOME: newFolder("state"), NO_COLOR: "1" } };
  const type = (line: string) => run(["sh", "-c", line.replace(/^bun /, `'${process.execPath}' `)], how);
  const edit = (file: string, change: (text: string) => string) => {
    const text = readFileSync(join(copy, file), "utf8");
    const changed = change(text);
    expect({ file, isOther: changed !== text }).toEqual({ file, isOther: true });
    writeFileSync(join(copy, file), changed);
  };

  const [newLab, ...rest] = commands;
  expect(newLab).toBe(`bun run new-lab ${lab}`);
  const made = await type(newLab!);
  expect(made).toMatchObject({ status: 0, out: expect.stringContaining(filesOf(lab).join("\n")) });

  // "it runs, is graded, and passes", and what is to be written is marked
  expect(await type(`bun labs/${lab}.ts --quiet`)).toEqual({ out: "", err: "", status: 0 });
  expect(await type("bun grader 09")).toMatchObject({ status: 0, out: expect.stringContaining("4/4") });
  expect(await type(`bun labs/${lab}.ts down`)).toMatchObject({ status: 0 });
  const marked = await type(`bun test test/words.test.ts -t '^${lab} '`);
  expect(marked.status).toBe(1);
  expect(marked.err).toContain(`docs/zh/${lab}.md:1: still to write: 实验的标题\n`);
  expect(marked.err).not.toContain("is missing");

  // the guide's check and fault, each where it says
  edit(`labs/${lab}.ts`, before('\nstep("ping")', sample(`ts labs/${lab}.ts`)));
  edit(`grader/checks/${lab}.ts`, before("\nexport default [", `\n${sample(`ts grader/checks/${lab}.ts`)}`));
  edit(`grader/checks/${lab}.ts`, before("];\n", ", loopback"));
  for (const language of ["en", "zh"]) {
    edit(`docs/${language}/${lab}.md`, before(/\n# .*\{#questions\}/, sample("markdown tasks")));
    edit(`docs/${language}/${lab}.md`, (text) => `${text}\n${sample("markdown checks")}`);
  }
  edit(`test/matrix/${lab}.ts`, before(/\];\n\nexport const alternatives/, sample(`ts test/matrix/${lab}.ts`)));
  edit(`test/matrix/${lab}.ts`, before("`,\n};\n", "\n    ip -n docker1 link set lo up"));
  for (const file of [...filesOf(lab), "README.md"]) edit(file, withoutMarks);

  for (const line of rest) {
    const { out, err, status } = await type(line);
    if (status !== 0) throw new Error(`${line} ended with status ${status}:\n${err}${out}`);
    if (line === rest.at(-1)) expect(out).toMatch(/^\d+ passed, 0 failed$/m);
  }
}, 300_000);

test("what is no name, or is taken, is refused and makes nothing", async () => {
  for (const [words, said] of [
    [[], "Cannot make a lab without one name\n→ bun run new-lab 09-name\n"],
    [["9-x"], 'Cannot call a lab "9-x": two digits, then small letters, digits and "-"\n→ bun run new-lab 09-name\n'],
    [["03-vlan"], 'The number of "03-vlan" is taken by lab "03-bridge"\n→ bun run new-lab 09-vlan\n'],
  ] as const) {
    const { err, out, status } = await run([process.execPath, "test/new-lab/index.ts", ...words]);
    expect({ err, out, status }).toEqual({ err: said, out: "", status: 2 });
  }
});
