// A lab script's command line, by the tables of its verbs.

import type { Flags } from "../command-line/flag.ts";
import { type Call, cut, type Line, take } from "../command-line/read.ts";
import { halfOf } from "../ground/half.ts";
import type { BuildFlags, EveryFlag, Verb } from "./verb.ts";
import { up } from "./verbs/up.ts";

export const callOf = (lab: string): string => `bun labs/${lab}.ts`;

/** A verb's words and flags. `skip`: how many words have named it. */
export function readVerb<F extends Flags>(line: Line, verb: Verb<F>, skip: number): Call<F> {
  const call = take(line, verb, skip);
  const flags: EveryFlag = call.flags;
  if (flags.engine === "docker") flags.machine = true;
  if (verb.builds) halfOf(flags as BuildFlags); // said before anything is built
  return call;
}

/** The flags of a script that runs inside its world, or is listed: those of `up`. */
export function upFlags(lab: string, typed: string[]) {
  const program = { call: callOf(lab), commands: [up] };
  return readVerb(cut(program, typed), up, 0).flags;
}
