// Every page that is a file: the course for reading, a report, a class's pages; in both languages.

import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "../../docs/site/build.ts";
import { project } from "../../harness/ground/paths.ts";
import { stepsOf } from "../../harness/lab/starting-point.ts";
import { newFolder } from "../folder.ts";

export type Document = { name: string; url: string };

/** A page of each kind, by name. */
export async function documents(): Promise<Document[]> {
  const folder = newFolder("documents");
  await build(join(folder, "course"));
  const read = [
    "en/index.html",
    ...["en/03-bridge", "zh/06-trace", "zh/07-cross-host"].map((page) => `${page}/index.html`),
  ];
  const all = [...read.map((page) => join("course", page)), ...(await reports(folder))];
  return all.map((path) => ({
    name: path.replaceAll("/", "-").replace(/(-index)?\.html$/, ""),
    url: `file://${join(folder, path)}`,
  }));
}

/** A class of two for lab 03, one of whom cut a cable: its pages, and the report of that script alone. */
async function reports(folder: string): Promise<string[]> {
  const right = (await stepsOf("03-bridge")).flatMap(({ given, commands }) => (given ? [] : commands)).join("\n");
  const scripts = { ada: right, bob: `${right}\nip link del veth2\n` };
  for (const [student, script] of Object.entries(scripts)) {
    mkdirSync(join(folder, "class", student), { recursive: true });
    writeFileSync(join(folder, "class", student, "03-bridge.sh"), script);
  }
  const bob = join(folder, "class/bob/03-bridge.sh");
  const pages: string[] = [];
  for (const lang of ["en", "zh"]) {
    await grader([
      "03",
      "--script",
      bob,
      "--reporter",
      "html",
      "--output",
      join(folder, `report-${lang}.html`),
      "--lang",
      lang,
    ]);
    await grader([join(folder, "class"), "--out", join(folder, `grades-${lang}`), "--lang", lang]);
    const written = readdirSync(join(folder, `grades-${lang}`), { recursive: true, encoding: "utf8" });
    pages.push(
      `report-${lang}.html`,
      ...written.filter((name) => name.endsWith(".html")).map((name) => join(`grades-${lang}`, name)),
    );
  }
  return pages;
}

async function grader(words: string[]): Promise<void> {
  const child = Bun.spawn([process.execPath, "grader/index.ts", ...words], {
    cwd: project,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if ((await child.exited) > 1) throw new Error(`Cannot grade: ${words.join(" ")}`);
}
