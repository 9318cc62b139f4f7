import type { Flag, Flags, Words } from "./flag.ts";

/** One thing that a program does; a word or a flag of the command line calls it. */
export type Command<F extends Flags = Flags> = {
  /** As messages name it: "down", "--reference". */
  name: string;
  /** How it is written after the program's name, flags apart: "exec NODE -- CMD…". */
  form: string;
  what: Words;
  flags: F;
  /** How many words it takes at most. */
  most: number;
  /** What comes after -- is a command to run; elsewhere these are words, whatever they look like. */
  runs?: boolean;
};

export type Program = {
  /** How it is called: "bun labs/03-bridge.ts". */
  call: string;
  commands: readonly Command[];
  /** What its usage text says at the end. */
  more?: Words;
};

/** The flags of all the program's commands, each name once: where it takes a value in one and none in another, the switch. */
export function flagsOf({ commands }: Pick<Program, "commands">): Flags {
  const all = commands.flatMap(({ flags }) => Object.entries(flags));
  const isSwitch = ([, { takes }]: [string, Flag]) => takes === undefined;
  return Object.fromEntries([...all.filter((entry) => !isSwitch(entry)), ...all.filter(isSwitch)]);
}

/** A usage line's part for one flag: "--lang en|zh". */
export const formOf = (name: string, { takes }: Flag): string =>
  takes === undefined ? `--${name}` : `--${name} ${takes}`;
