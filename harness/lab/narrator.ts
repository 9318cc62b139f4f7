import { readSync } from "node:fs";
import { draw } from "../graph/text.ts";
import { readWorld } from "../graph/world.ts";
import { Mistake } from "../ground/error.ts";
import { courseText } from "../text/course.ts";
import type { Language } from "../text/language.ts";
import { bold, columns, dim } from "../text/style.ts";
import { narration } from "../text/terminal.ts";
import { wrap } from "../text/wrap.ts";
import { stepsMark } from "../world/marks.ts";
import { openOwnWorld } from "../world/nodes.ts";

const words = {
  en: {
    pause: "Enter goes on; q: without pauses",
    of: "of",
    known: (known: string, lab: string) =>
      `(The commands are ${lab.startsWith(known) ? "like those above" : `those of lab ${known}`}. To see them: \`bun labs ${lab.slice(0, 2)} text\`, or \`bun labs ${lab.slice(0, 2)} up --unfold\`)`,
    standing: "What stands now",
    after: "Then",
    exercise: "build it yourself",
    next: "what comes next",
  },
  zh: {
    pause: "回车继续；q：不再停顿",
    of: "/",
    known: (known: string, lab: string) =>
      `（命令和${lab.startsWith(known) ? "上面" : `实验 ${known} 里`}的一样。想看的话：\`bun labs ${lab.slice(0, 2)} text\`，或者 \`bun labs ${lab.slice(0, 2)} up --unfold\`）`,
    standing: "现在搭好的网络",
    after: "接下来",
    exercise: "自己动手搭一遍",
    next: "下一个实验",
  },
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

  const say = words[language];
  let at = 0;
  let goesOn = true;
  tell(isDocker ? "docker" : lab);
  return {
    /** `known`: the lab that has shown what follows; itself, where the step is like one before. */
    step(id: string, known?: string): void {
      tell(id);
      if (known) process.stdout.write(`${wrap(dim(say.known(known, lab)), columns())}\n`);
      at++;
      if (isPausing && goesOn) goesOn = pause(`${at} ${say.of} ${process.env[stepsMark] ?? "?"}; ${say.pause}`);
    },
    /** The closing drawing, and what to try next. */
    async close(): Promise<void> {
      process.stdout.write(`\n${bold(`━━ ${say.standing}`)}\n\n${draw(readWorld(openOwnWorld().nodes))}\n`);
      if (onlyTitles) return;
      tell(isDocker ? "docker-try" : "try");
      if (isDocker) return;
      const number = lab.slice(0, 2);
      const calls = [[`bun labs ${number} exercise`, say.exercise] as const, ["bun labs", say.next] as const];
      process.stdout.write(`${bold(`━━ ${say.after}`)}\n\n`);
      for (const [call, what] of calls) process.stdout.write(`${call.padEnd(24)}  ${what}\n`);
    },
  };
}

// A lab's steps are plain statements, so the pause blocks: it reads one line. False for "q": no more pauses.
function pause(invitation: string): boolean {
  process.stdout.write(dim(`[${invitation}] `));
  const byte = new Uint8Array(1);
  let isQ = false;
  while (readSync(0, byte) === 1 && byte[0] !== 10) isQ ||= byte[0] === 113; // q
  return !isQ;
}
