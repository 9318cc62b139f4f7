// What could come next on a command line, by the tables of the program's commands.

import { type Command, flagsOf } from "./command.ts";
import type { Flag, Flags, Words } from "./flag.ts";
import type { Line } from "./read.ts";

export type Candidate = { word: string; what?: Words };

/** `also`: what the shell itself knows better. */
export type Next = { candidates: Candidate[]; also?: "files" | "folders" | "commands" };

/** Gives the candidates for a word of a usage line: "NODE", "LAB". */
export type Known = (kind: string) => Promise<Next>;

const nothing: Next = { candidates: [] };

/** Which command the line is of, and how many words have named it; where none has yet, the flags and words that would. */
export type Named = { command: Command; skip: number; flags?: Flags; words?: Candidate[] };

/** What can follow the line; `current` is the word that is being typed. */
export async function next(line: Line, current: string, named: Named, known: Known): Promise<Next> {
  const { command, skip, flags: callers = {}, words = [] } = named;
  if (line.end !== undefined && command.runs) return { candidates: [], also: "commands" };
  const waiting = line.options.find(({ value, at }) => value === undefined && at === line.typed.length - 1);
  const flag = waiting && (command.flags[waiting.name] ?? flagsOf(line.program)[waiting.name]);
  if (flag?.takes !== undefined) return valuesOf(flag, known);
  const [, name = "", value] = /^--([\w-]+)(=)/.exec(current) ?? [];
  const inline = value && command.flags[name];
  if (inline) {
    const { candidates, also } = await valuesOf(inline, known);
    return { candidates: candidates.map(({ word }) => ({ word: `--${name}=${word}` })), ...(also && { also }) };
  }
  if (current.startsWith("-") && line.end === undefined) {
    const given = new Set(line.options.map((option) => option.name));
    const flags = Object.entries({ ...command.flags, ...callers }).filter(([name]) => !given.has(name));
    return { candidates: flags.map(([name, { what }]) => ({ word: `--${name}`, what })) };
  }
  const kinds = wordsOf(command);
  const at = line.words.length - skip;
  const kind = kinds[at] ?? (kinds.at(-1)?.endsWith("…") ? kinds.at(-1) : undefined);
  const { candidates, also } = kind === undefined ? nothing : await known(kind.replace("…", ""));
  return { candidates: at === 0 ? [...words, ...candidates] : candidates, ...(also && { also }) };
}

/** The words of a usage line: NODE of "exec NODE -- CMD…". */
function wordsOf({ form }: Command): string[] {
  const [own = ""] = form.replaceAll(/--[\w-]+( [A-Z]+)?/g, "").split(/ -- | \| /);
  return own.match(/\b[A-Z]+…?/g) ?? [];
}

async function valuesOf({ choice, takes = "" }: Flag, known: Known): Promise<Next> {
  return choice ? { candidates: choice.values.map((word) => ({ word })) } : known(takes);
}
