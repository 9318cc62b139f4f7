import { formats } from "../graph/formats.ts";
import { Mistake } from "../ground/error.ts";
import { insideProgram } from "../ground/paths.ts";
import { runOn } from "../world/enter.ts";
import type { Flags } from "./flags.ts";
import { requireUp } from "./status.ts";

/** Draws the lab's world as it is in the kernel now. */
export async function graph(lab: string, flags: Flags): Promise<number> {
  const { format = "text" } = flags;
  if (!(format in formats))
    throw new Mistake(
      `Unknown format "${format}"; the formats are: ${Object.keys(formats).join(", ")}`,
      `bun labs/${lab}.ts graph`,
    );
  return runOn(requireUp(lab, flags), "host", [...insideProgram("graph"), format, lab]);
}
