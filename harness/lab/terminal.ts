import { Mistake } from "../ground/error.ts";
import { isTerminal } from "../ground/terminal.ts";
import { type Language, languageOf } from "../text/language.ts";
import { columns } from "../text/style.ts";
import { wrap } from "../text/wrap.ts";
import { requireNode, runOn } from "../world/enter.ts";
import { openAsked } from "./asked.ts";
import { openRecord, recordingBash, recordingEnvironment } from "./record.ts";
import { shellWords } from "./shell-words.ts";
import { requireUp } from "./status.ts";
import type { EveryFlag } from "./verb.ts";

const words: Record<Language, { leave: string; greeting(lab: string, node: string): string }> = {
  en: {
    leave: "exit leaves",
    greeting: (lab, node) => `Lab ${lab}, on ${node}. Words of the course here: ${shellWords.join(", ")}.`,
  },
  zh: {
    leave: "exit 离开",
    greeting: (lab, node) => `实验 ${lab}，现在在 ${node} 上。这里可以直接使用课程的命令：${shellWords.join("、")}。`,
  },
};

/** A bash on a node, on this terminal; its prompt names the node, what is typed is recorded, and verbs are words there. */
export async function shell(lab: string, flags: EveryFlag, node = "host"): Promise<number> {
  const world = requireUp(lab, flags);
  requireNode(world, node, (known) => `bun labs/${lab}.ts shell ${known}`);
  if (!isTerminal(0))
    throw new Mistake(
      "Cannot open a shell: standard input is not a terminal",
      `bun labs/${lab}.ts exec ${node} -- COMMAND`,
    );
  // a kept submission's has nothing of ours in it: a plain bash, and no record
  if (world.isConfined)
    return runOn(world, node, ["bash", "--norc", "--noprofile"], { PS1: `${lab.slice(0, 2)} ${node}# ` });
  const { leave, greeting } = words[languageOf(flags.lang)];
  const record = openRecord(lab);
  const asked = openAsked(world, flags);
  console.log(wrap(greeting(lab.slice(0, 2), node), columns()));
  try {
    const environment = recordingEnvironment(node, world, leave);
    return await runOn(world, node, recordingBash, environment, [record.fd, asked.fd]);
  } finally {
    asked.close();
    record.close();
  }
}
