import { insideProgram } from "../ground/paths.ts";
import { runOn } from "../world/enter.ts";
import { requireUp } from "./status.ts";
import type { EveryFlag } from "./verb.ts";

/** Draws the lab's world as it is in the kernel now. */
export const graph = (lab: string, flags: EveryFlag): Promise<number> =>
  runOn(requireUp(lab, flags), "host", insideProgram("graph"));
