import { Mistake } from "../ground/error.ts";
import { insideProgram } from "../ground/paths.ts";
import { languageOf } from "../text/language.ts";
import { requireNode, runOn } from "../world/enter.ts";
import type { Flags } from "./flags.ts";
import { requireUp } from "./status.ts";

const formats = ["text", "json", "pcapng"];
export const walkForm = `walk SRC DST [--format ${formats.join("|")}]`;

/** Sends one ping from a node and tells every frame of it, at every interface of the lab's world. */
export async function walk(lab: string, [source, target]: string[], flags: Flags): Promise<number> {
  const usage = `bun labs/${lab}.ts ${walkForm}`;
  const { format = "text" } = flags;
  if (!source || !target) throw new Mistake("Cannot walk without a start and an end", usage);
  if (!formats.includes(format))
    throw new Mistake(`Unknown format "${format}"; the formats are: ${formats.join(", ")}`, usage);
  if (format === "pcapng" && process.stdout.isTTY)
    throw new Mistake("Cannot write a pcapng file to the terminal", `bun labs/${lab}.ts ${walkForm} > walk.pcapng`);
  const world = requireUp(lab, flags);
  requireNode(world, source);
  return runOn(world, "host", [...insideProgram("walk"), source, target, format, languageOf(flags.lang)]);
}
