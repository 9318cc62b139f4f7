import { Mistake } from "../ground/error.ts";
import { quote } from "../ground/quote.ts";
import { requireNode, runOn } from "../world/enter.ts";
import { requireUp } from "./status.ts";
import type { EveryFlag } from "./verb.ts";

/** Runs a command on a node of the lab's world; gives its exit status. */
export async function exec(lab: string, flags: EveryFlag, node?: string, command: string[] = []): Promise<number> {
  const form = `bun labs/${lab}.ts exec NODE -- CMD…`;
  if (!node) throw new Mistake("Cannot run a command without a node", form);
  if (!command.length) throw new Mistake("Cannot run nothing: put the command after --", form);
  const world = requireUp(lab, flags);
  requireNode(world, node, (known) => `bun labs/${lab}.ts exec ${known} -- ${command.map(quote).join(" ")}`);
  return runOn(world, node, command);
}
