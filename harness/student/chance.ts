// What an exercise leaves to chance: the same for the same student, another for another.

import { draws, keyOf, shuffled } from "./draw.ts";

export type Chance = {
  /** One of the items. */
  one<T>(items: readonly T[]): T;
  /** So many of the items, by default all, in an order of chance. */
  some<T>(items: readonly T[], count?: number): T[];
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
    some,
    number,
    mac: () => ["02", ...Array.from({ length: 5 }, () => number(0, 255).toString(16).padStart(2, "0"))].join(":"),
  };
}
