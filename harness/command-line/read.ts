// Reads a command line by the tables of a program's commands. What a command does not know is refused, and the message ends
// with the line that was probably meant.

import { parseArgs } from "node:util";
import { Mistake, reasonOf } from "../ground/error.ts";
import { nearest } from "../ground/nearest.ts";
import { quote } from "../ground/quote.ts";
import { type Command, flagsOf, formOf, type Program } from "./command.ts";
import type { Flags, Values } from "./flag.ts";

/** A command line, cut into words and options before it is known which of the program's commands is meant. */
export type Line = {
  program: Program;
  typed: string[];
  words: { text: string; at: number }[];
  /** `value`: what is after = or in the next word. */
  options: Option[];
  /** Where -- is. */
  end: number | undefined;
};

type Option = { name: string; at: number; value: string | undefined; isInline: boolean };

/** What a command gets. */
export type Call<F extends Flags = Flags> = { words: string[]; flags: Values<F>; command?: string[] };

/** `own`: the flags of the command that it is of, where that is known already. */
export function cut(program: Program, typed: string[], own: Flags = {}): Line {
  const all = Object.entries({ ...flagsOf(program), ...own }).map(([name, { takes, short }]) => [
    name,
    { type: takes === undefined ? ("boolean" as const) : ("string" as const), ...(short && { short }) },
  ]);
  const { tokens } = parseArgs({
    args: typed,
    options: Object.fromEntries(all),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const line: Line = { program, typed, words: [], options: [], end: undefined };
  for (const token of tokens) {
    const at = token.index;
    const isNumber = token.kind === "option" && token.value === undefined && /^-\d+(?:[.,]\d+)?$/.test(typed[at]!);
    // "-2" is a word, not a flag for each of its signs
    if (isNumber) {
      if (line.words.at(-1)?.at !== at) line.words.push({ text: typed[at]!, at });
    } else if (token.kind === "option-terminator") line.end = at;
    else if (token.kind === "positional") line.words.push({ text: token.value, at });
    else line.options.push({ name: token.name, at, value: token.value, isInline: token.inlineValue ?? false });
  }
  return line;
}

/** The language that --lang names, wherever it stands and whatever else is wrong with the line. */
export const languageAsked = ({ options }: Line): string | undefined =>
  options.findLast(({ name }) => name === "lang")?.value;

export const wantsHelp = ({ options }: Line): boolean => options.some(({ name }) => name === "help");

/** The command's words and flags. `skip`: how many words have named it. */
export function take<F extends Flags>(line: Line, command: Command<F>, skip = 0): Call<F> {
  const { program, typed, end = typed.length } = line;
  const flags: Record<string, unknown> = {};
  for (const option of line.options) flags[option.name] = valueIn(line, command, option);
  const isCommand = ({ at }: { at: number }) => command.runs && at > end;
  const words = line.words.slice(skip).filter((word) => !isCommand(word));
  if (words.length > command.most)
    throw new Mistake(`Too many words: "${words[command.most]!.text}"`, `${program.call} ${command.form}`);
  return {
    words: words.map(({ text }) => text),
    flags: flags as Values<F>,
    ...(command.runs && end < typed.length && { command: typed.slice(end + 1) }),
  };
}

function valueIn(line: Line, command: Command, option: Option): unknown {
  const { name, value, isInline, at } = option;
  const flag = Object.hasOwn(command.flags, name) ? command.flags[name] : undefined;
  if (!flag) throw notTaken(line, command, option);
  if (flag.takes === undefined) {
    if (value !== undefined) throw new Mistake(`Option '--${name}' takes no value`, withWord(line, at, `--${name}`));
    return flag.read("");
  }
  if (value === undefined || (!isInline && /^-./.test(value)))
    throw new Mistake(
      `Option '--${name}' takes a value${value ? `, and "${value}" is an option` : ""}`,
      withWord(line, at, formOf(name, flag)),
    );
  if (flag.choice && !flag.choice.values.includes(value)) {
    const { noun, values } = flag.choice;
    throw unknownWord(noun, value, values, (near) => {
      if (near === undefined) return helpOf(line, command);
      return isInline ? withWord(line, at, `--${name}=${near}`) : withWord(line, at + 1, near);
    });
  }
  try {
    return flag.read(value);
  } catch (error) {
    if (error instanceof Mistake && error.next) throw error;
    throw new Mistake(reasonOf(error), helpOf(line, command));
  }
}

/** An option that another command takes, or none. */
function notTaken(line: Line, command: Command, { name, at }: Option): Mistake {
  const { call, commands } = line.program;
  const owners = commands.filter(({ flags }) => Object.hasOwn(flags, name));
  if (owners.length) {
    const { form, flags } = owners[0]!;
    const flag = formOf(name, flags[name]!);
    const isEither = owners.some((owner) => owner.name === `--${name}`);
    const goesWith = isEither ? "one or the other" : `it goes with ${owners.map((owner) => owner.name).join(", ")}`;
    return new Mistake(
      `${command.name} takes no --${name}: ${flags[name]!.elsewhere ?? goesWith}`,
      [call, form, ...(form.includes(flag) ? [] : [flag])].filter(Boolean).join(" "),
    );
  }
  const [typed = "", value = ""] = line.typed[at]!.split(/(?==)/, 2); // -lang too, which is four flags of a letter
  const word = typed.replace(/^-+/, "");
  const near = nearest(word, Object.keys(command.flags)) ?? nearest(word, Object.keys(flagsOf(line.program)));
  return new Mistake(
    `Unknown option '${typed}'`,
    near ? withWord(line, at, `--${near}${value}`) : helpOf(line, command),
  );
}

/** Refuses a word that is not among those that are known. `next` gives what to run, with the nearest of them if one is near. */
export function unknownWord(
  noun: string,
  word: string,
  known: readonly string[],
  next: (near: string | undefined) => string,
): Mistake {
  return new Mistake(`Unknown ${noun} "${word}"; the ${noun}s are: ${known.join(", ")}`, next(nearest(word, known)));
}

/** The line as it was typed, with another word in this place. */
export const withWord = ({ program, typed }: Line, at: number, word: string): string =>
  [program.call, ...typed.slice(0, at).map(quote), word, ...typed.slice(at + 1).map(quote)].join(" ");

const helpOf = ({ program }: Line, { name }: Command): string =>
  [program.call, ...(/^[a-z]+$/.test(name) ? [name] : []), "--help"].join(" ");
