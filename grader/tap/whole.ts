// All that our own check processes say, once more in one comment of JSON: TAP takes longer to read than a lab's checks to run, and is
// read where this line is missing.

import type { Circumstance } from "./circumstance.ts";
import type { Evidence } from "./evidence.ts";
import type { TestPoint } from "./test-point.ts";
import { json } from "./write.ts";

export type Whole = { points: TestPoint[]; circumstances: Circumstance[]; evidence?: Evidence };

const begin = "# whole ";

export const tapWhole = (whole: Whole): string => `${begin}${json(whole)}\n`;

/** Undefined where there is none: the process ended before, or a check that writes something itself has spoilt it. */
export function wholeIn(said: string): Whole | undefined {
  const line = said.split("\n").findLast((line) => line.startsWith(begin));
  try {
    return line && JSON.parse(line.slice(begin.length));
  } catch {
    return undefined;
  }
}
