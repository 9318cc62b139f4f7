import { closeSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { Mistake } from "../ground/error.ts";
import { reasonIn } from "../ground/in-the-way.ts";
import { quote } from "../ground/quote.ts";
import { languageOf } from "../text/language.ts";
import { find, recall } from "../world/registry.ts";
import { keptRecords, typed, whoseRecord } from "./record.ts";
import { scriptOf } from "./script.ts";
import type { EveryFlag } from "./verb.ts";

const words = {
  en: (commands: number, leftOut: number) =>
    `${commands} ${commands === 1 ? "command" : "commands"}${leftOut ? `; ${leftOut} more as comments, each with the reason` : ""}`,
  zh: (commands: number, leftOut: number) =>
    `共 ${commands} 条命令${leftOut ? `；另有 ${leftOut} 条写成了注释，并注明原因` : ""}`,
};

/** Writes what was typed as a script for the host, to a new file; without a name, "NN-name.sh" here. `before`: in an earlier world. */
export function save(lab: string, flags: EveryFlag & { before?: number }, file = `${lab}.sh`): number {
  const language = languageOf(flags.lang);
  const { before = 0 } = flags;
  const { text, commands, leftOut } = scriptOf(lab, typed(lab, before), language);
  if (!commands && !leftOut) throw nothingTyped(lab, before);
  let fd: number;
  try {
    fd = openSync(file, "wx", 0o755); // never over something that is there
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === "EEXIST";
    throw new Mistake(
      isThere ? `The file "${file}" is there already` : `Cannot write "${file}": ${reasonIn(dirname(file), error)}`,
      `bun labs/${lab}.ts save OTHER-FILE`,
    );
  }
  writeSync(fd, text);
  closeSync(fd);
  const student = before ? whoseRecord(lab, before) : (find(lab) ?? recall(lab))?.student?.id;
  const whose = student ? ` --student=${quote(student)}` : "";
  const path = file.startsWith("-") ? `./${file}` : file; // no option
  console.log(
    `${file}: ${words[language](commands, leftOut)}\n→ bun grader ${lab.slice(0, 2)} --script ${quote(path)}${whose}`,
  );
  return 0;
}

function nothingTyped(lab: string, before: number): Mistake {
  const kept = Array.from({ length: keptRecords }, (_, at) => at + 1).filter((back) => typed(lab, back).length);
  if (before)
    return new Mistake(
      `There is no record ${before} before the present one of lab "${lab}"`,
      kept.length ? `bun labs/${lab}.ts save --before ${kept.at(-1)}` : `bun labs/${lab}.ts shell`,
    );
  return new Mistake(
    `Nothing was typed yet in a shell of lab "${lab}"`,
    kept.length ? `bun labs/${lab}.ts save --before 1 saves what was typed before` : `bun labs/${lab}.ts shell`,
  );
}
