import { closeSync, openSync, writeSync } from "node:fs";
import { Mistake, reasonOf } from "../ground/error.ts";
import { quote } from "../ground/quote.ts";
import { languageOf } from "../text/language.ts";
import { recall } from "../world/registry.ts";
import { typed } from "./record.ts";
import { scriptOf } from "./script.ts";
import type { EveryFlag } from "./verb.ts";

const words = {
  en: (commands: number, leftOut: number) =>
    `${commands} ${commands === 1 ? "command" : "commands"}${leftOut ? `; ${leftOut} more as comments, each with the reason` : ""}`,
  zh: (commands: number, leftOut: number) =>
    `共 ${commands} 条命令${leftOut ? `；另有 ${leftOut} 条写成了注释，并注明原因` : ""}`,
};

/** Writes what was typed as a script for the host, to a new file; without a name, "NN-name.sh" here. */
export function save(lab: string, flags: EveryFlag, file = `${lab}.sh`): number {
  const language = languageOf(flags.lang);
  const { text, commands, leftOut } = scriptOf(lab, typed(lab), language);
  if (!commands && !leftOut)
    throw new Mistake(`Nothing was typed yet in a shell of lab "${lab}"`, `bun labs/${lab}.ts shell`);
  let fd: number;
  try {
    fd = openSync(file, "wx", 0o755); // never over something that is there
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === "EEXIST";
    throw new Mistake(
      isThere ? `The file "${file}" is there already` : `Cannot write "${file}": ${reasonOf(error)}`,
      `bun labs/${lab}.ts save OTHER-FILE`,
    );
  }
  writeSync(fd, text);
  closeSync(fd);
  const student = recall(lab)?.student;
  const whose = student ? ` --student=${quote(student.id)}` : "";
  const path = file.startsWith("-") ? `./${file}` : file; // no option
  console.log(
    `${file}: ${words[language](commands, leftOut)}\n→ bun grader ${lab.slice(0, 2)} --script ${quote(path)}${whose}`,
  );
  return 0;
}
