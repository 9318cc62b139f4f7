// Command lines: every one is taken or refused in a sentence, with the line to type next.

import fc from "fast-check";
import { callOf, readCall } from "../../grader/call.ts";
import { program } from "../../grader/modes/index.ts";
import { flagsOf } from "../../harness/command-line/command.ts";
import { cut, wantsHelp } from "../../harness/command-line/read.ts";
import { Mistake } from "../../harness/ground/error.ts";
import { quote } from "../../harness/ground/quote.ts";
import { programOf, verbOf } from "../../harness/lab/carry-out.ts";
import { readVerb } from "../../harness/lab/read.ts";
import { type Properties, property } from "./property.ts";

const lab = programOf("03-bridge");
const flags = [...new Set([lab, program].flatMap((one) => Object.keys(flagsOf(one))))];
const words = [
  "03",
  "3",
  "03-bridge",
  "merge",
  "host",
  "docker1",
  "up",
  "exec",
  "walk",
  "/nowhere",
  "--",
  "-",
  "",
  "-h",
  "--help",
  "1/2",
  "9e99",
  "Infinity",
  "-1",
  "NaN",
  "zh",
  "en",
];
const word = fc.oneof(
  fc.constantFrom(...words),
  fc.constantFrom(...lab.commands, ...program.commands).map(({ name }) => name),
  fc
    .tuple(fc.constantFrom(...flags), fc.constantFrom("", "=", "=1", "=en", "=x y"))
    .map(([flag, value]) => `--${flag}${value}`),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 6 }),
);
const typed = fc.array(word, { maxLength: 7 });

/** Takes it, or refuses it with words of its own. */
function taken(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    return error.message !== "" && error.next !== "" && error.status === 2;
  }
}

/** The words that a shell makes of a quoted line: POSIX, 2.2. */
function unquoted(line: string): string[] {
  const words: string[] = [];
  for (const part of line.matchAll(/((?:'[^']*'|\\[\s\S]|[^\s'\\])+)\s*/g))
    words.push(part[1]!.replaceAll(/'([^']*)'|\\([\s\S])/g, (_, quoted, escaped) => quoted ?? escaped));
  return words;
}

export const properties: Properties = {
  "a lab's": property(typed, (line) =>
    taken(() => {
      const cutLine = cut(lab, line);
      const { verb, skip } = verbOf(cutLine);
      if (!wantsHelp(cutLine)) readVerb(cutLine, verb, skip);
    }),
  ),
  "the grader's": property(typed, (line) =>
    taken(() => {
      const { line: cutLine, mode } = callOf(line);
      if (!wantsHelp(cutLine)) readCall(cutLine, mode);
    }),
  ),
  "a quoted word is one word again": property(
    fc.array(fc.string({ unit: fc.constantFrom(..."ab '\"\\$`\n*~#=-é中"), minLength: 1, maxLength: 8 }), {
      maxLength: 5,
    }),
    (list) => Bun.deepEquals(unquoted(list.map(quote).join(" ")), list),
  ),
};
