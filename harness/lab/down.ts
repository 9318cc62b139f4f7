import { end } from "../ground/process.ts";
import { forget, recall } from "../world/registry.ts";
import { downOnMachine } from "./on-machine.ts";
import type { EveryFlag } from "./verb.ts";

/** Removes the lab's world; 0 also when it was not up. */
export async function down(lab: string, flags: EveryFlag): Promise<number> {
  const entry = recall(lab);
  if (flags.machine || !entry) return downOnMachine(lab);
  if (entry?.replaces) await end(entry.replaces);
  if (entry) await end(entry.anchor);
  forget(lab);
  return 0;
}
