import { readSync } from "node:fs";
import { draw } from "../graph/text.ts";
import { readWorld } from "../graph/world.ts";
import { Mistake } from "../ground/error.ts";
import { courseText } from "../text/course.ts";
import type { Language } from "../text/language.ts";
import { bold, dim } from "../text/style.ts";
import { narration } from "../text/terminal.ts";
import { openOwnWorld } from "../world/nodes.ts";

const words = {
  en: { pause: "Enter goes on", standing: "What stands now" },
  zh: { pause: "按回车继续", standing: "现在搭好的网络" },
};

/**
 * Tells a lab's steps in words on the terminal, from the course text; `onlyTitles`: of a half, since the text tells of the
 * whole; `isDocker`: in the words on real Docker.
 */
export function narrator(
  lab: string,
  language: Language,
  { isPausing, onlyTitles, isDocker }: Record<"isPausing" | "onlyTitles" | "isDocker", boolean>,
) {
  const sections = new Map(courseText(lab, language).map((section) => [section.id, section]));

  function tell(id: string): void {
    const section = sections.get(id);
    if (!section) throw new Mistake(`Cannot find the words of step "${id}" in docs/${language}/${lab}.md`);
    const text = onlyTitles ? "" : narration(section);
    process.stdout.write(`\n${bold(`━━ ${section.title}`)}\n\n${text}${text ? "\n\n" : ""}`);
  }

  tell(isDocker ? "docker" : lab);
  return {
    step(id: string): void {
      tell(id);
      if (isPausing) pause(words[language].pause);
    },
    /** The closing drawing, and what to try next. */
    async close(): Promise<void> {
      process.stdout.write(`\n${bold(`━━ ${words[language].standing}`)}\n\n${draw(readWorld(openOwnWorld().nodes))}\n`);
      if (!onlyTitles) tell(isDocker ? "docker-try" : "try");
    },
  };
}

// A lab's steps are plain statements, so the pause blocks: it reads one line.
function pause(invitation: string): void {
  process.stdout.write(dim(`[${invitation}] `));
  const byte = new Uint8Array(1);
  while (readSync(0, byte) === 1 && byte[0] !== 10);
}
