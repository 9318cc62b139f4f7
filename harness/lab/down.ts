import { unlessBusy } from "../ground/lock.ts";
import { end } from "../ground/process.ts";
import { endLost, worldsOf } from "../world/lost.ts";
import { forget, recall } from "../world/registry.ts";
import { downOnMachine } from "./on-machine.ts";
import type { EveryFlag } from "./verb.ts";

/** Removes the lab's world; 0 also when it was not up. */
export async function down(lab: string, flags: EveryFlag): Promise<number> {
  const entry = recall(lab);
  // what is just being started is in no file yet, and its lock is held
  if (!entry && !flags.machine && worldsOf(lab).length) await unlessBusy(lab, () => endLost(lab));
  if (flags.machine || !entry) return downOnMachine(lab);
  if (entry?.replaces) await end(entry.replaces);
  if (entry) await end(entry.anchor);
  forget(lab);
  return 0;
}
