import type { Format } from "../graph/formats.ts";
import { runProgram } from "../world/enter.ts";
import { hiddenIn } from "./own-exercise.ts";
import { requireUp } from "./status.ts";
import type { EveryFlag } from "./verb.ts";

/** Draws the lab's world as it is in the kernel now. */
export async function graph(
  lab: string,
  { format = "text", ...flags }: EveryFlag & { format?: Format },
): Promise<number> {
  const world = requireUp(lab, flags);
  const hidden = JSON.stringify(await hiddenIn(world));
  return runProgram(world, "graph", [format, lab, hidden]);
}
