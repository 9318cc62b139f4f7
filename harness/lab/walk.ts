import { Mistake } from "../ground/error.ts";
import { languageOf } from "../text/language.ts";
import { runProgram } from "../world/enter.ts";
import { requireEnds } from "./ends.ts";
import { hiddenIn } from "./own-exercise.ts";
import { requireUp } from "./status.ts";
import type { EveryFlag } from "./verb.ts";

/** Bun's threads for what waits: the kernel lets a packet socket go after some 10 ms (RCU), and a world may have a thousand. */
const manyThreads = { UV_THREADPOOL_SIZE: "64" };

type Flags = EveryFlag & { format?: "text" | "svg" | "json" | "pcapng"; size?: number };

/** Sends one ping from a node and tells every frame of it, at every interface of the lab's world. */
export async function walk(lab: string, [source, target]: string[], flags: Flags): Promise<number> {
  const { format = "text" } = flags;
  const call = `bun labs/${lab}.ts walk SRC DST`;
  if (!source || !target) throw new Mistake("Cannot walk without a start and an end", call);
  if (format === "pcapng" && process.stdout.isTTY)
    throw new Mistake("Cannot write a pcapng file to the terminal", `${call} --format pcapng > walk.pcapng`);
  const world = requireUp(lab, flags);
  requireEnds(world, `bun labs/${lab}.ts walk`, source, target);
  const how = [format, languageOf(flags.lang), String(flags.size ?? ""), JSON.stringify(await hiddenIn(world))];
  return runProgram(world, "walk", [source, target, ...how], manyThreads);
}
