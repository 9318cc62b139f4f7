import type { Format } from "../graph/formats.ts";
import { insideProgram } from "../ground/paths.ts";
import { runOn } from "../world/enter.ts";
import { requireUp } from "./status.ts";
import type { EveryFlag } from "./verb.ts";

/** Draws the lab's world as it is in the kernel now. */
export const graph = (lab: string, { format = "text", ...flags }: EveryFlag & { format?: Format }): Promise<number> =>
  runOn(requireUp(lab, flags), "host", [...insideProgram("graph"), format, lab]);
