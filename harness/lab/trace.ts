import { Mistake } from "../ground/error.ts";
import { insideProgram } from "../ground/paths.ts";
import { runOn } from "../world/enter.ts";
import { requireUp } from "./status.ts";
import type { EveryFlag } from "./verb.ts";

/** Sends one ping in the lab's world, and shows its way through tables and chains. */
export async function trace(lab: string, [source, destination]: string[], flags: EveryFlag): Promise<number> {
  if (!source || !destination)
    throw new Mistake("Cannot trace a ping without its two ends", `bun labs/${lab}.ts trace SRC DST`);
  const program = [...insideProgram("trace"), source, destination];
  return runOn(
    requireUp(lab, flags),
    "host",
    program,
    flags.lang ? { LC_ALL: flags.lang === "zh" ? "zh_CN.UTF-8" : "C.UTF-8" } : {},
  );
}
