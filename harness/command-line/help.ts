// The usage text of a program, or of one of its commands, made from their tables.

import { type Language, languageOf } from "../text/language.ts";
import { columns } from "../text/style.ts";
import { wrap } from "../text/wrap.ts";
import { type Command, formOf, type Program } from "./command.ts";
import type { Flag } from "./flag.ts";
import { type Line, languageAsked } from "./read.ts";

const words = {
  en: { flags: "Flags", comma: ", ", colon: ": ", only: (names: string) => ` (${names})` },
  zh: { flags: "选项", comma: "、", colon: "：", only: (names: string) => `（${names}）` },
};

/** What is printed for --help: about the command, or where none was named about all of them. */
export function helpFor(line: Line, command?: Command): string {
  const { program } = line;
  const language = languageOf(languageAsked(line));
  return command ? usageOf(program, command, language) : usage(program, language);
}

/** All of a program's commands, then all of their flags: first those of one command, at the end those of all. */
export function usage(program: Program, language: Language): string {
  const { commands } = program;
  const say = words[language];
  const takersOf = (flag: Flag) => commands.filter(({ flags }) => Object.values(flags).includes(flag));
  const flags = commands.flatMap(({ flags }) => Object.entries(flags)).map(([name, flag]) => ({ name, flag }));
  const each = [...new Map(flags.map(({ name, flag }) => [flag, { name, takers: takersOf(flag) }]))];
  const isInForm = (name: string, [taker, other]: Command[]) => !other && taker!.form.includes(`--${name}`);
  const rows = each
    .filter(([, { name, takers }]) => !isInForm(name, takers))
    .sort(([, one], [, other]) => one.takers.length - other.takers.length)
    .map(([flag, { name, takers }]) => {
      const isForAll = takers.length === commands.length;
      return row(name, flag, language, isForAll ? "" : say.only(takers.map((taker) => taker.name).join(say.comma)));
    });
  const entries = commands.map((command) => entry(program, command, language));
  const more = program.more ? `\n${wrap(program.more[language], columns())}\n` : "";
  return `${entries.join("")}\n${say.flags}\n${rows.join("")}${more}`;
}

/** One of them, with its flags. */
export function usageOf(program: Program, command: Command, language: Language): string {
  const flags = Object.entries(command.flags).map(([name, flag]) => row(name, flag, language));
  return `${entry(program, command, language)}\n${words[language].flags}\n${flags.join("")}`;
}

/** How a command is called, with the flags that only it takes, and what it does. */
function entry({ call, commands }: Program, command: Command, language: Language): string {
  const others = commands.filter(({ flags }) => flags !== command.flags).flatMap(({ flags }) => Object.values(flags));
  const own = Object.entries(command.flags)
    .filter(([name, flag]) => !command.form.includes(`--${name}`) && !others.includes(flag))
    .map(([name, flag]) => `[${formOf(name, flag)}]`);
  const form = [call, command.form, ...own].filter(Boolean).join(" ");
  return `${wrap(form, columns(), "        ")}\n${wrap(`    ${command.what[language]}`, columns(), "    ")}\n`;
}

const room = 22; // for a flag; the words of a longer one begin on the next line

function row(name: string, flag: Flag, language: Language, who = ""): string {
  const form = `  ${formOf(name, flag)}`;
  const values =
    flag.choice && !flag.takes!.includes("|") ? `${words[language].colon}${flag.choice.values.join(" ")}` : "";
  const indent = " ".repeat(room);
  const what = wrap(indent + flag.what[language] + values + who, columns(), indent);
  return form.length < room ? `${form}${what.slice(form.length)}\n` : `${form}\n${what}\n`;
}
