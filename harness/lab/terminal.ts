import { Mistake } from "../ground/error.ts";
import { requireNode, runOn } from "../world/enter.ts";
import { openRecord, recordingBash, recordingEnvironment } from "./record.ts";
import { requireUp } from "./status.ts";
import type { EveryFlag } from "./verb.ts";

/** A bash on a node, on this terminal; its prompt names the node, and what is typed is recorded. */
export async function shell(lab: string, flags: EveryFlag, node = "host"): Promise<number> {
  const world = requireUp(lab, flags);
  requireNode(world, node, (known) => `bun labs/${lab}.ts shell ${known}`);
  if (!process.stdin.isTTY)
    throw new Mistake(
      "Cannot open a shell: standard input is not a terminal",
      `bun labs/${lab}.ts exec ${node} -- COMMAND`,
    );
  const record = openRecord(lab);
  try {
    return await runOn(world, node, recordingBash, recordingEnvironment(node, world), record.fd);
  } finally {
    record.close();
  }
}
