import { Mistake } from "../error.ts";
import { requireNode, runOn } from "../world/enter.ts";
import { openRecord, recordingBash, recordingEnvironment } from "./record.ts";
import { requireUp } from "./status.ts";

/** A bash on a node, on this terminal; its prompt names the node, and what is typed is recorded. */
export async function shell(lab: string, node = "host"): Promise<number> {
  const { anchor } = requireUp(lab);
  requireNode(anchor, node, (known) => `bun labs/${lab}.ts shell ${known}`);
  if (!process.stdin.isTTY)
    throw new Mistake(
      "Cannot open a shell: standard input is not a terminal",
      `bun labs/${lab}.ts exec ${node} -- COMMAND`,
    );
  const record = openRecord(lab);
  const before = terminal("-g");
  try {
    const status = await runOn(anchor, node, recordingBash, recordingEnvironment, record.fd);
    if (status > 128 && before) terminal(before); // killed while it read a line: the terminal would show nothing typed
    return status;
  } finally {
    record.close();
  }
}

/** stty(1) on this terminal; not stopped where the shell that was killed still counts as the terminal's. */
function terminal(setting: string): string {
  const command = ["sh", "-c", 'trap "" TTOU; exec stty "$1"', "sh", setting];
  return Bun.spawnSync(command, { stdio: ["inherit", "pipe", "ignore"] })
    .stdout.toString()
    .trim();
}
