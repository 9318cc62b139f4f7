// What the page's buttons do: the lab's own verbs, started as anybody would start them.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { project } from "../../harness/ground/paths.ts";
import { labNames } from "../../harness/lab/names.ts";
import type { Language } from "../../harness/text/language.ts";
import { storyPart, type ToldTrace, type ToldWalk, tracePart } from "./story.ts";

export type Done = { status: number; out: string; err: string };

/** By verb, the words after it. */
const lines: Record<string, (words: string[]) => string[]> = {
  up: () => ["--quiet"],
  exercise: ([student]) => ["--quiet", ...(student ? [`--student=${student}`] : [])],
  answer: ([question = "", ...words]) => ["--", question, ...words],
  down: () => [],
  hint: () => [],
};

/** Carries out a verb; undefined where it is none that a page may ask for. */
export async function act(lab: string, verb: string, words: string[], language: Language): Promise<Done | undefined> {
  if (!Object.hasOwn(lines, verb) || !labNames().includes(lab)) return undefined;
  return run(lab, [verb, "--lang", language, ...lines[verb]!(words)]);
}

/** The script of what was typed, or why there is none. */
export async function saved(lab: string): Promise<Done> {
  const folder = mkdtempSync(join(tmpdir(), "course-"));
  try {
    const file = join(folder, `${lab}.sh`);
    const done = await run(lab, ["save", file]);
    return done.status === 0 ? { ...done, out: readFileSync(file, "utf8") } : done;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One ping as HTML, or why it was not sent. */
export async function walked(lab: string, [from = "", to = ""]: string[], language: Language): Promise<Done> {
  const ends = [from, to].filter((word) => !word.startsWith("-"));
  const told = await run(lab, ["walk", ...ends, "--format", "json", "--lang", language]);
  if (told.status !== 0) return told;
  return { ...told, out: storyPart(JSON.parse(told.out) as ToldWalk).markup };
}

/** One ping's way through the hooks as HTML, or why there is none. */
export async function traced(lab: string, [from = "", to = ""]: string[], language: Language): Promise<Done> {
  const ends = [from, to].filter((word) => !word.startsWith("-"));
  const told = await run(lab, ["trace", ...ends, "--format", "json", "--lang", language]);
  if (!told.out.startsWith("{")) return { ...told, status: told.status || 1 };
  return { ...told, status: 0, out: tracePart(JSON.parse(told.out) as ToldTrace, ends.join(" → ")).markup };
}

async function run(lab: string, words: string[]): Promise<Done> {
  const child = Bun.spawn([process.execPath, join(project, `labs/${lab}.ts`), ...words], {
    cwd: project,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1", COLUMNS: "80" },
  });
  const [out, err, status] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  return { status, out, err };
}
