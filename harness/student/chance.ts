// What an exercise leaves to chance: the same for the same student, another for another.

import { draws, keyOf, shuffled } from "./draw.ts";

export type Chance = {
  /** One of the items. */
  one<T>(items: readonly T[]): T;
  /** All of the items in an order of chance, or so many of them. */
  some<T extends readonly [unknown, ...unknown[]] | readonly unknown[]>(
    items: T,
  ): { -readonly [At in keyof T]: T[number] };
  some<T>(items: readonly T[], count: number): T[];
  /** Gives one of the items at each call, none twice, in an order of chance; throws when there is none left. */
  deck<T>(items: readonly T[]): () => T;
  /** A whole number, both ends among them. */
  number(least: number, most: number): number;
  /** A MAC address that nobody else has: locally administered, of one station (IEEE 802, the two low bits of the first octet). */
  mac(): string;
};

/** The chance of one student in one lab; without a student, that of the course text. What is drawn depends on the order of the calls. */
export function chanceOf(lab: string, student: string | undefined, secret = process.env.COURSE_SECRET ?? ""): Chance {
  const key = keyOf(`exercise ${lab}`, student?.normalize("NFC").trim() ?? "", student === undefined ? "" : secret);
  let purpose = 0;
  const some = <T>(items: readonly T[], count = items.length): T[] => shuffled(items, key, `some ${purpose++}`, count);
  const number = (least: number, most: number): number =>
    least + (draws(key, `number ${purpose++}`).next().value % (most - least + 1));
  return {
    one: (items) => some(items, 1)[0]!,
    some: some as Chance["some"],
    deck(items) {
      const left = some(items);
      return () => {
        if (left.length === 0) throw new RangeError(`All ${items.length} are given`);
        return left.pop() as (typeof left)[number];
      };
    },
    number,
    mac: () => ["02", ...Array.from({ length: 5 }, () => number(0, 255).toString(16).padStart(2, "0"))].join(":"),
  };
}
