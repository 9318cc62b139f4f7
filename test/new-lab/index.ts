// bun run new-lab 09-name: makes all files of a lab. It runs at once, is graded and passes: a container joined to the host by a
// cable. What is to be another lab's own is marked where it stands, in words.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Mistake, mainly } from "../../harness/ground/error.ts";
import { project } from "../../harness/ground/paths.ts";
import { labNames } from "../../harness/lab/names.ts";
import { filesOf } from "./marks.ts";

const templates = ["lab", "text.en", "text.zh", "checks", "matrix"];

/** The name, where a lab can have it. */
function nameOf([name, more]: string[]): string {
  const form = "bun run new-lab 09-name";
  if (name === undefined || more !== undefined) throw new Mistake("Cannot make a lab without one name", form);
  if (!/^\d\d-[a-z][a-z0-9-]*[a-z0-9]$/.test(name))
    throw new Mistake(`Cannot call a lab "${name}": two digits, then small letters, digits and "-"`, form);
  const taken = labNames().find((lab) => lab.slice(0, 2) === name.slice(0, 2));
  if (taken)
    throw new Mistake(
      `The number of "${name}" is taken by lab "${taken}"`,
      `bun run new-lab ${freeNumber()}${name.slice(2)}`,
    );
  const there = filesOf(name).find((file) => existsSync(join(project, file)));
  if (there) throw new Mistake(`Cannot make lab "${name}": ${there} is there already`, form);
  return name;
}

const freeNumber = (): string =>
  String(Math.max(...labNames().map((lab) => Number(lab.slice(0, 2)))) + 1).padStart(2, "0");

function write(name: string): void {
  for (const [at, file] of filesOf(name).entries()) {
    const template = readFileSync(join(import.meta.dir, "files", `${templates[at]}.txt`), "utf8");
    writeFileSync(join(project, file), template.replaceAll("NN-name", name).replaceAll(/\bNN\b/g, name.slice(0, 2)));
  }
}

/** Adds the lab to the list of labs, after the last one. */
function addToReadme(name: string): void {
  const file = join(project, "README.md");
  const lines = readFileSync(file, "utf8").split("\n");
  const last = lines.findLastIndex((line) => /^\| `\d\d-[\w-]+` /.test(line));
  writeFileSync(file, lines.toSpliced(last + 1, 0, `| \`${name}\` | TO WRITE: what it shows |`).join("\n"));
}

async function run(...argv: string[]): Promise<void> {
  const child = Bun.spawn(argv, { cwd: project, stdio: ["ignore", "ignore", "pipe"] });
  const complaint = await child.stderr.text();
  if ((await child.exited) !== 0) throw new Mistake(`Cannot run "${argv.slice(1).join(" ")}": ${complaint.trim()}`);
}

await mainly(async () => {
  const name = nameOf(process.argv.slice(2));
  write(name);
  addToReadme(name);
  await run(join(project, "node_modules/.bin/biome"), "format", "--write", "README.md");
  await run(process.execPath, "test/console/record.ts", name);
  await run(process.execPath, "test/needs/record.ts");
  const files = [...filesOf(name), "README.md", "labs/tools.tsv", "labs/features.tsv"];
  console.log(
    `${files.join("\n")}\n\nIt runs: bun labs/${name}.ts. What is left to write is marked in it: bun run ok ${name.slice(0, 2)} lists it.`,
  );
  return 0;
});
