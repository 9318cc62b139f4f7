// `bun labs`: which labs there are, how far they are, what is up, and what comes next.

import { join } from "node:path";
import type { Command, Program } from "../command-line/command.ts";
import { oneOf, toggle } from "../command-line/flag.ts";
import { cut, languageAsked, take, unknownWord, wantsHelp, withWord } from "../command-line/read.ts";
import { project } from "../ground/paths.ts";
import { type Progress, progressOf } from "../ground/progress.ts";
import { speak } from "../ground/spoken.ts";
import { writeStdout } from "../kernel/stdout.ts";
import { type Language, languageOf } from "../text/language.ts";
import { titleOf } from "../text/source.ts";
import { bold, columns, dim, green } from "../text/style.ts";
import { inline } from "../text/terminal.ts";
import { wrap } from "../text/wrap.ts";
import { type Entry, findAll } from "../world/registry.ts";
import { labMeant, labNames } from "./names.ts";

const flags = {
  json: toggle({ en: "as JSON", zh: "用 JSON 表示" }),
  lang: oneOf("language", ["en", "zh"], { en: "the language", zh: "语言" }),
  help: toggle({ en: "these lines", zh: "显示这些说明" }, { short: "h" }),
};
const all: Command = {
  name: "labs",
  form: "",
  what: { en: "every lab: how far it is, what is up, what comes next", zh: "所有实验：进度、哪些已搭好、下一个是什么" },
  most: 0,
  flags,
};
const next: Command = {
  name: "next",
  form: "next",
  what: { en: "begin what comes next", zh: "开始下一个" },
  most: 0,
  flags: { lang: flags.lang, help: flags.help },
};
const one: Command = {
  name: "LAB",
  form: "LAB [VERB…]",
  what: {
    en: "what `bun labs/LAB-….ts VERB…` does: bun labs 03 shell",
    zh: "与 `bun labs/LAB-….ts VERB…` 相同：bun labs 03 shell",
  },
  most: Number.POSITIVE_INFINITY,
  flags: {},
};
export const program: Program = { call: "bun labs", commands: [all, next, one] };

const words = {
  en: { fresh: "new", begun: "begun", of: "of", done: "done", up: "up", exercise: "exercise", next: "Next" },
  zh: { fresh: "未开始", begun: "进行中", of: "/", done: "已完成", up: "已搭好", exercise: "练习", next: "下一个" },
};

export type LabState = {
  lab: string;
  title: string;
  state: "new" | "begun" | "done";
  up: boolean;
  exercise: boolean;
} & Progress;

/** Carries out a call of `bun labs`; gives the exit status. */
export async function course(typed: string[]): Promise<number> {
  const [first, ...rest] = typed;
  speak(languageAsked(cut(program, typed)));
  if (first !== undefined && !first.startsWith("-") && first !== "next") {
    const isNumber = /^\d/.test(first);
    const line = cut(program, typed);
    if (!isNumber && !labNames().some((name) => bare(name) === first))
      throw unknownWord("word", first, ["next", ...labNames(), ...labNames().map(bare)], (near) =>
        near ? withWord(line, 0, near) : "bun labs",
      );
    return run(
      isNumber ? labMeant(first, (number) => `bun labs ${number}`) : labNames().find((name) => bare(name) === first)!,
      rest,
    );
  }
  const line = cut(program, typed);
  const command = first === "next" ? next : all;
  if (wantsHelp(line)) {
    const { helpFor } = await import("../command-line/help.ts");
    writeStdout(helpFor(line));
    return 0;
  }
  const { flags: given } = take(line, command, first === "next" ? 1 : 0);
  const language = languageOf(given.lang as Language | undefined);
  const states = statesOf(language);
  const { lab, verb } = nextOf(states);
  if (command === next) return run(lab, given.lang ? [verb, "--lang", language] : [verb]);
  writeStdout(
    given.json
      ? `${JSON.stringify({ schema: 1, labs: states, next: { lab, verb } }, null, 2)}\n`
      : told(states, language),
  );
  return 0;
}

/** "bridge": a lab is called so too. */
const bare = (lab: string): string => lab.slice("03-".length);

/** The lab's own script, on this terminal. */
async function run(lab: string, typed: string[]): Promise<number> {
  process.on("SIGINT", () => {}); // for the script, which says what is left
  const script = Bun.spawn([process.execPath, join(project, `labs/${lab}.ts`), ...typed], {
    stdio: ["inherit", "inherit", "inherit"],
  });
  return script.exited;
}

export function statesOf(language: Language): LabState[] {
  const standing = new Map<string, Entry>(findAll().map((entry) => [entry.lab, entry]));
  return labNames().map((lab) => {
    const entry = standing.get(lab);
    const progress = progressOf(lab, entry?.student?.id) ?? progressOf(lab);
    const { done, of } = progress ?? { done: 0, of: 0 };
    const state = !progress ? "new" : of > 0 && done >= of ? "done" : "begun";
    const title = titleOf(lab, language);
    return { lab, title, state, done, of, up: Boolean(entry), exercise: Boolean(entry?.exercise) };
  });
}

/** The first lab that is not done: told first, then the exercise. When all are done, the first again. */
function nextOf(states: LabState[]): { lab: string; verb: string } {
  const { lab, state } = states.find((each) => each.state !== "done") ?? states[0]!;
  return { lab, verb: state === "new" ? "up" : "exercise" };
}

function told(states: LabState[], language: Language): string {
  const say = words[language];
  const stateOf = ({ state, done, of }: LabState): string =>
    state === "new" ? dim(say.fresh) : state === "done" ? green(say.done) : of ? `${done} ${say.of} ${of}` : say.begun;
  const rows = states.map((each) => {
    const up = each.up ? `  [${say.up}${each.exercise ? `: ${say.exercise}` : ""}]` : "";
    const head = `${each.lab.padEnd(18)}${stateOf(each)}${up}`;
    return `${bold(head)}\n${wrap(`    ${inline(each.title)}`, columns(), "    ")}\n`;
  });
  const { lab, verb } = nextOf(states);
  return `${rows.join("")}\n${say.next}: bun labs next   (bun labs ${lab.slice(0, 2)} ${verb})\n`;
}
