import { Mistake } from "../ground/error.ts";
import { requireNode, runOn } from "../world/enter.ts";
import type { Flags } from "./flags.ts";
import { openRecord, recordingBash, recordingEnvironment } from "./record.ts";
import { requireUp } from "./status.ts";

/** A bash on a node, on this terminal; its prompt names the node, and what is typed is recorded. */
export async function shell(lab: string, flags: Flags, node = "host"): Promise<number> {
  const { anchor } = requireUp(lab, flags);
  requireNode(anchor, node, (known) => `bun labs/${lab}.ts shell ${known}`);
  if (!process.stdin.isTTY)
    throw new Mistake(
      "Cannot open a shell: standard input is not a terminal",
      `bun labs/${lab}.ts exec ${node} -- COMMAND`,
    );
  const record = openRecord(lab);
  try {
    return await runOn(anchor, node, recordingBash, recordingEnvironment(node, anchor), record.fd);
  } finally {
    record.close();
  }
}
