import type { Format } from "../graph/formats.ts";
import { studentOf } from "../student/id.ts";
import { runProgram } from "../world/enter.ts";
import { hiddenIn } from "./own-exercise.ts";
import { askedWorld } from "./pictures.ts";
import { requireUp } from "./status.ts";
import type { EveryFlag } from "./verb.ts";

/** Draws the lab's world as it is in the kernel now. */
export async function graph(
  lab: string,
  { format = "text", ...flags }: EveryFlag & { format?: Format },
): Promise<number> {
  const world = requireUp(lab, flags);
  const hidden = JSON.stringify(await hiddenIn(world));
  const isWhole = format === "svg" && !world.half;
  const asked = isWhole ? askedWorld(lab, world.exercise ?? false, world.student && studentOf(world)) : [];
  return runProgram(world, "graph", [format, lab, hidden, JSON.stringify(asked)]);
}
