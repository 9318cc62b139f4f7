import { end } from "../ground/process.ts";
import { forget, recall } from "../world/registry.ts";
import type { Flags } from "./flags.ts";
import { downOnMachine } from "./on-machine.ts";

/** Removes the lab's world; 0 also when it was not up. */
export async function down(lab: string, flags: Flags): Promise<number> {
  const entry = recall(lab);
  if (flags.machine || !entry) return downOnMachine(lab);
  if (entry?.replaces) await end(entry.replaces);
  if (entry) await end(entry.anchor);
  forget(lab);
  return 0;
}
