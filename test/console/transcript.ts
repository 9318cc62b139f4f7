// Which commands a lab runs in each step, as its own narration shows them.

import { join } from "node:path";
import { courseText } from "../../harness/text/course.ts";
import { givenWorld } from "../../harness/world/enter.ts";
import { project } from "../../harness/world/paths.ts";
import { inWorld } from "../world.ts";

export type Step = { id: string; commands: string[] };

// In colour, what the lab says in bold cannot be mistaken for a command's output.
const said = /\x1b\[1m(━━|\$) ([\s\S]*?)\x1b\[22m/g;

/** Runs the lab in a throwaway world; its steps in order. */
export const stepsOf = (lab: string): Promise<Step[]> =>
  inWorld(async ({ anchor }) => {
    const { NO_COLOR: _, ...environment } = process.env;
    const script = Bun.spawn([process.execPath, join(project, `labs/${lab}.ts`), "--lang", "en"], {
      env: { ...environment, FORCE_COLOR: "1", [givenWorld]: String(anchor.pid) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [text, complaint] = await Promise.all([script.stdout.text(), script.stderr.text()]);
    if ((await script.exited) !== 0) throw new Error(`Cannot build lab "${lab}": ${complaint}`);
    const ids = new Map(courseText(lab, "en").map(({ title, id }) => [title, id]));
    const steps: Step[] = [];
    for (const [, mark, words] of text.matchAll(said))
      if (mark === "$") steps.at(-1)!.commands.push(words!);
      else steps.push({ id: ids.get(words!) ?? words!, commands: [] });
    return steps.filter(({ commands }) => commands.length > 0);
  });
