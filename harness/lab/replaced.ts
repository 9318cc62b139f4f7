// A new world takes the place of one in which somebody has worked: on a terminal they are asked, and what was typed is kept.

import { readSync } from "node:fs";
import { Mistake } from "../ground/error.ts";
import { isTerminal } from "../ground/terminal.ts";
import { languageOf } from "../text/language.ts";
import { columns } from "../text/style.ts";
import { wrap } from "../text/wrap.ts";
import { find } from "../world/registry.ts";
import { typedCommands } from "./record.ts";
import type { EveryFlag } from "./verb.ts";

const words = {
  en: {
    ask: (lab: string, typed: number) =>
      `In lab "${lab}" ${typed === 1 ? "one command was" : `${typed} commands were`} typed. Its network goes away when it begins anew; what was typed is kept. Begin anew? [y/N] `,
    kept: "What was typed before is kept. To save it as a script:",
    stays: (lab: string) => `Lab "${lab}" stays as it is`,
  },
  zh: {
    ask: (lab: string, typed: number) =>
      `在实验“${lab}”里敲过 ${typed} 条命令。重新开始会拆掉现在的网络，敲过的命令会保留。重新开始吗？[y/N] `,
    kept: "之前敲过的命令还保留着。存成脚本：",
    stays: (lab: string) => `实验“${lab}”保持原样`,
  },
};

/** Before a lab is begun anew. Throws where the one at the terminal would rather keep what stands. */
export function askBeforeReplacing(lab: string, flags: EveryFlag): void {
  const typed = typedCommands(lab);
  if (!typed) return;
  const entry = find(lab, flags.machine ? "machine" : "sandbox");
  const say = words[languageOf(flags.lang ?? entry?.lang)];
  const isAtTerminal = isTerminal(0) && isTerminal(1) && !process.env.CI;
  if (entry && isAtTerminal) {
    process.stdout.write(wrap(say.ask(lab, typed), columns()));
    process.stdout.write(" ");
    if (!/^\s*y/i.test(line())) throw new Mistake(say.stays(lab), `bun labs/${lab}.ts shell`, 1);
  }
  process.stderr.write(`${say.kept}\n→ bun labs/${lab}.ts save --before 1\n`);
}

function line(): string {
  const byte = new Uint8Array(1);
  let text = "";
  while (readSync(0, byte) === 1 && byte[0] !== 10) text += String.fromCharCode(byte[0]!);
  return text;
}
