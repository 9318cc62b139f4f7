// The grader's command line: which mode it calls, with its words and flags.

import { existsSync } from "node:fs";
import { type Call, cut, type Line, take, unknownWord, withWord } from "../harness/command-line/read.ts";
import { halfOf } from "../harness/ground/half.ts";
import { nearest } from "../harness/ground/nearest.ts";
import { modes, program } from "./modes/index.ts";
import type { Mode } from "./modes/mode.ts";
import { up } from "./modes/up.ts";

type Asked = { machine?: true; engine?: string; as?: string; peer?: string };

/** The line, and the mode that it calls: --keep takes a student in one mode and nothing in another, so the mode's own flags cut it. */
export function callOf(typed: string[]): { line: Line; mode: Mode } {
  const mode = modeOf(cut(program, typed));
  return { line: cut(program, typed, mode.flags), mode };
}

/** A mode's name, where it is a word, is the first word (a folder of that name is given as ./merge); where it is a flag, the flag. */
function modeOf(line: Line): Mode {
  const [first] = line.words;
  const byWord = modes.find(({ name }) => name === first?.text);
  if (byWord) return byWord;
  const names = modes.map(({ name }) => name).filter((name) => /^[a-z]+$/.test(name));
  if (first && !first.text.includes("/") && nearest(first.text, names) && !existsSync(first.text))
    throw unknownWord("word", first.text, names, (near) => withWord(line, first.at, near!));
  return modes.find(({ name }) => line.options.some((option) => name === `--${option.name}`)) ?? up;
}

/** What the mode gets; a `Mistake` for what it does not know. */
export function readCall(line: Line, mode: Mode): Call {
  const call = take(line, mode, mode.name === line.words[0]?.text ? 1 : 0);
  const asked: Asked = call.flags;
  if (asked.engine === "docker") asked.machine = true;
  halfOf(asked); // said before anything is graded
  return call;
}
