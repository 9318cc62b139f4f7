import { Mistake } from "../ground/error.ts";
import { insideProgram } from "../ground/paths.ts";
import { runOn } from "../world/enter.ts";
import { requireEnds } from "./ends.ts";
import { hiddenIn } from "./own-exercise.ts";
import { requireUp } from "./status.ts";
import type { EveryFlag } from "./verb.ts";

type Flags = EveryFlag & { format?: "text" | "svg" | "json" };

/** Sends one ping in the lab's world, and shows its way through tables and chains. */
export async function trace(
  lab: string,
  [source, destination]: string[],
  { format = "text", ...flags }: Flags,
): Promise<number> {
  const call = `bun labs/${lab}.ts trace`;
  if (!source || !destination) throw new Mistake("Cannot trace a ping without its two ends", `${call} SRC DST`);
  const world = requireUp(lab, flags);
  requireEnds(world, call, source, destination);
  const hidden = JSON.stringify(await hiddenIn(world));
  return runOn(world, "host", [...insideProgram("trace"), source, destination, hidden, format]);
}
