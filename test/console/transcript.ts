// Which commands a lab runs in each step, as its own narration shows them.

import { join } from "node:path";
import { project } from "../../harness/ground/paths.ts";
import { courseText, type Section } from "../../harness/text/course.ts";
import { givenWorld } from "../../harness/world/marks.ts";
import { inWorld } from "../world.ts";
import { type Entry, partOf } from "./blocks.ts";

export type Step = { id: string; commands: string[] };

// In colour, what the lab says in bold cannot be mistaken for a command's output.
const said = /^\x1b\[1m(━━|\$) ([\s\S]*?)\x1b\[22m([\s\S]*)$/;

/** Runs the lab in a throwaway world; its steps in order. */
export const stepsOf = (lab: string): Promise<Step[]> =>
  inWorld(async ({ anchor }) => {
    const { NO_COLOR: _, ...environment } = process.env;
    const script = Bun.spawn([process.execPath, join(project, `labs/${lab}.ts`), "--lang", "en", "--unfold"], {
      env: { ...environment, FORCE_COLOR: "1", [givenWorld]: String(anchor.pid) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [text, complaint] = await Promise.all([script.stdout.text(), script.stderr.text()]);
    if ((await script.exited) !== 0) throw new Error(`Cannot build lab "${lab}": ${complaint}`);
    const told = tellings(text, partOf(courseText(lab, "en")));
    return told.map(({ id, entries }) => ({ id, commands: entries.map(({ command }) => command) }));
  });

/** What a lab told, in colours: the commands of each step, each with what it printed. */
export function tellings(text: string, sections: Section[]): { id: string; entries: Entry[] }[] {
  const ids = new Map(sections.map(({ title, id }) => [title, id])); // no title twice: test/words.ts
  const steps: { id: string; entries: Entry[] }[] = [];
  for (const part of text.split(/(?=\x1b\[1m(?:━━|\$) )/)) {
    const [, mark, words, rest] = part.match(said) ?? [];
    if (mark === "━━") steps.push({ id: ids.get(words!) ?? words!, entries: [] });
    else if (mark) steps.at(-1)!.entries.push({ command: words!, output: plain(rest!) });
  }
  return steps.filter(({ entries }) => entries.length > 0);
}

// as a terminal shows it, without colours and the spaces at the ends of lines
const plain = (output: string): string =>
  output
    .replaceAll(/\x1b\[[\d;]*m/g, "")
    .replaceAll(/[ \t]+$/gm, "")
    .trimEnd()
    .replace(/^\n/, "");
