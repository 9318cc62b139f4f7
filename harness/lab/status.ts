import { Mistake } from "../ground/error.ts";
import { inWords } from "../ground/phrases.ts";
import { requireRoot } from "../machine/require.ts";
import { nodesOf } from "../world/enter.ts";
import { type Entry, find } from "../world/registry.ts";
import type { EveryFlag } from "./verb.ts";

/** The entry of a lab that is up; a `Mistake` that says how to bring it up where it is not. */
export function requireUp(lab: string, { machine }: EveryFlag): Entry {
  const entry = find(lab, machine ? "machine" : undefined);
  if (!entry && machine)
    throw new Mistake(`Lab "${lab}" is not up on this machine`, `sudo bun labs/${lab}.ts --machine`);
  if (!entry) throw new Mistake(`Lab "${lab}" is not up`, `bun labs/${lab}.ts`);
  if (entry.kind === "machine") requireRoot(`enter lab "${lab}", which is up on this machine`, `bun labs/${lab}.ts …`);
  return entry;
}

/** Prints whether the lab is up and which nodes it has; 0 either way: both are answers. */
export function status(lab: string, flags: EveryFlag & { json?: true }): number {
  const entry = find(lab, flags.machine ? "machine" : undefined);
  const nodes = entry ? nodesOf(entry) : [];
  if (flags.json) console.log(JSON.stringify({ lab, up: Boolean(entry), world: entry?.kind ?? null, nodes }));
  else if (!entry) console.log(`${inWords(`Lab "${lab}" is not up`)}\n→ bun labs/${lab}.ts`);
  else {
    const where = entry.kind === "machine" ? " on this machine" : "";
    const part = entry.complete ? "" : ", built in part";
    console.log(inWords(`Lab "${lab}" is up${where}${part}: ${nodes.join(", ")}`));
  }
  return 0;
}
