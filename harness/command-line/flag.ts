// What a command takes besides its words: flags. Each says what it means in both languages, and how its value is read.

import type { Language } from "../text/language.ts";

export type Words = Record<Language, string>;

export type Flag<T = unknown> = {
  what: Words;
  /** What stands after it in a usage line, "FILE"; a switch has none. */
  takes?: string;
  /** Its values, where all of them are known, and what each of them is called: "language". */
  choice?: { noun: string; values: readonly string[] };
  /** Why other commands do not take it. */
  elsewhere?: string;
  /** Of one letter: "h". */
  short?: string;
  /** Gives the value; throws a `Mistake` for a word that is none. */
  read(word: string): T;
};

export type Flags = Record<string, Flag>;

/** The flags that were given, each with its value. */
export type Values<F extends Flags> = { [Name in keyof F]?: F[Name] extends Flag<infer T> ? T : never };

type More = Pick<Flag, "elsewhere" | "short">;

/** A flag without a value. */
export const toggle = (what: Words, more: More = {}): Flag<true> => ({ what, ...more, read: () => true });

/** A flag with a value of any kind: `read` makes it of the word. */
export const valued = <T>(takes: string, what: Words, read: (word: string) => T, more: More = {}): Flag<T> => ({
  what,
  takes,
  ...more,
  read,
});

/** A flag with a word as its value, whatever the word. */
export const text = (takes: string, what: Words): Flag<string> => valued(takes, what, (word) => word);

/** A flag with one of a few values. They are read after they were looked up: see read.ts. */
export const oneOf = <const V extends string>(noun: string, values: readonly V[], what: Words): Flag<V> => ({
  what,
  takes: values.join("|"),
  choice: { noun, values },
  read: (word) => word as V,
});

/** The flags again as words, for a program that takes the same. */
export const asWords = (flags: object): string[] =>
  Object.entries(flags).flatMap(([name, value]) => (value === true ? [`--${name}`] : [`--${name}`, String(value)]));
