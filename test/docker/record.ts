// bun test/docker/record.ts [NN …], on the machine of test/docker.sh: writes the console blocks of the sections on real Docker, in
// both languages, from what the labs print. With --check: only whether the text has the labs' commands.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { labNamed } from "../../grader/grading/catalogue.ts";
import { Mistake, mainly } from "../../harness/ground/error.ts";
import { project } from "../../harness/ground/paths.ts";
import { labNamesWithDocker } from "../../harness/lab/names.ts";
import { courseText } from "../../harness/text/course.ts";
import type { Language } from "../../harness/text/language.ts";
import { blocksOf, withBlock } from "../console/blocks.ts";
import { tellings } from "../console/transcript.ts";

/** Docker's chains have long names: the widest that the labs make use of. */
const columns = "100";

type Told = ReturnType<typeof tellings>;

async function told(lab: string, language: Language): Promise<Told> {
  const { NO_COLOR: _, ...environment } = process.env;
  const words = ["--engine", "docker", "--yes-this-machine", "--lang", language];
  const script = Bun.spawn([process.execPath, join(project, `labs/${lab}.ts`), ...words], {
    env: { ...environment, FORCE_COLOR: "1", COLUMNS: columns },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [text, complaint] = await Promise.all([script.stdout.text(), script.stderr.text()]);
  if ((await script.exited) !== 0) throw new Mistake(`Cannot build lab "${lab}" with Docker: ${complaint}`);
  return tellings(
    text,
    courseText(lab, language).filter(({ id }) => id.startsWith("docker")),
  );
}

const fileOf = (lab: string, language: Language) => join(project, "docs", language, `${lab}.md`);

async function record(lab: string): Promise<void> {
  const english = await told(lab, "en");
  const speaks = english.some(({ entries }) => entries.some(({ command }) => / walk /.test(command)));
  for (const language of ["en", "zh"] as const) {
    const steps = language === "en" || !speaks ? english : await told(lab, language);
    const source = readFileSync(fileOf(lab, language), "utf8");
    const text = steps.reduce((all, { id, entries }) => withBlock(all, id, entries, { docker: true }), source);
    writeFileSync(fileOf(lab, language), text);
  }
}

/** The names that Docker draws, and what depends on them, are as good as any other. */
const drawn = (command: string): string => command.replaceAll(/veth[\da-f]{7}/g, "veth").replaceAll(/\^\d+:/g, "^N:");

async function check(lab: string): Promise<void> {
  const steps = await told(lab, "en");
  const run = steps.flatMap(({ id, entries }) => entries.map(({ command }) => `${id}: $ ${drawn(command)}`));
  for (const language of ["en", "zh"] as const) {
    const blocks = blocksOf(readFileSync(fileOf(lab, language), "utf8"), { docker: true });
    const shown = blocks.flatMap(({ section, entries }) =>
      entries.map(({ command }) => `${section}: $ ${drawn(command)}`),
    );
    const missing = run.filter((line, at) => shown[at] !== line);
    if (missing.length || shown.length !== run.length)
      throw new Mistake(
        `docs/${language}/${lab}.md does not have the commands of lab "${lab}" with Docker: ${missing[0] ?? shown.at(-1)}`,
        `test/docker.sh bun test/docker/record.ts ${lab.slice(0, 2)}`,
      );
  }
}

await mainly(async () => {
  const words = process.argv.slice(2);
  const labs = words.filter((word) => word !== "--check").map(labNamed);
  for (const lab of labs.length ? labs : labNamesWithDocker()) {
    await (words.includes("--check") ? check(lab) : record(lab));
    if (!words.includes("--check")) Bun.spawnSync([process.execPath, join(project, `labs/${lab}.ts`), "down"]);
    console.log(`${lab}: ok`);
  }
  return 0;
});
