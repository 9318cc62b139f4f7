import { runOn } from "../world/enter.ts";
import type { Flags } from "./flags.ts";
import { openRecord, recording } from "./record.ts";
import { requireUp } from "./status.ts";

/** A bash on a node, on this terminal; its prompt names the node, and what is typed is recorded. */
export async function shell(lab: string, flags: Flags, node = "host"): Promise<number> {
  const { anchor } = requireUp(lab, flags);
  const record = openRecord(lab);
  const prompt = `\\[\\e[1m\\]${node}\\[\\e[0m\\]:\\w# `;
  try {
    return await runOn(anchor, node, ["bash", "--norc", "--noprofile"], { PS1: prompt, ...recording(node) }, record.fd);
  } finally {
    record.close();
  }
}
