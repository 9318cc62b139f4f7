import { end } from "../world/process.ts";
import { forget, recall } from "../world/registry.ts";

/** Removes the lab's world; 0 also when it was not up. */
export async function down(lab: string): Promise<number> {
  const entry = recall(lab);
  if (entry?.replaces) await end(entry.replaces);
  if (entry) await end(entry.anchor);
  forget(lab);
  return 0;
}
