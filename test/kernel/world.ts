// A sandbox for one test file, and the two ways to read it: as root from outside, and as an ordinary user who entered its user and
// network namespaces. Whatever happens to the test, the sandbox ends with it: its first process waits on a pipe of ours.

import { statSync } from "node:fs";
import { join } from "node:path";
import { entering, insideEnvironment } from "../../harness/world/enter.ts";
import { end } from "../../harness/world/process.ts";
import { startSandbox } from "../../harness/world/sandbox.ts";
import { isRoot, unprivileged } from "../../harness/world/unprivileged.ts";

export type World = Awaited<ReturnType<typeof startWorld>>;

/** Starts a sandbox and runs the script in it. */
export async function startWorld(script = "") {
  const { anchor } = await startSandbox();
  const { pid } = anchor;
  /** Runs a shell script on the world's host; its output. */
  const sh = (text: string): string => {
    const child = Bun.spawnSync([...entering(anchor), "sh", "-ec", text], { env: insideEnvironment() });
    if (child.exitCode !== 0) throw new Error(`Cannot run ${text}: ${child.stderr}`);
    return child.stdout.toString();
  };
  sh(script);
  return {
    pid,
    sh,
    json: <T>(text: string): T => JSON.parse(sh(text) || "[]"),
    owner: statSync(`/proc/${pid}/ns/user`).ino,
    end: () => end(anchor),
  };
}

/** How a reader is started: each way must give the same facts. */
export const readers: Record<string, (world: World) => string[]> = {
  ...(isRoot() && { "as root": () => [] }),
  "as an ordinary user": ({ pid }) => [
    ...unprivileged(),
    ..."nsenter -U -n --preserve-credentials -t".split(" "),
    String(pid),
    "--",
  ],
};

/** Runs `questions.ts` in a process of its own: the answers of `question` about the world's nodes. */
export function ask<T>(world: World, reader: (world: World) => string[], question: string, ...words: string[]): T {
  const program = [process.execPath, join(import.meta.dirname, "questions.ts")];
  const place = JSON.stringify({ pid: world.pid, owner: world.owner });
  const child = Bun.spawnSync([...reader(world), ...program, place, question, ...words]);
  if (child.exitCode !== 0) throw new Error(child.stderr.toString());
  return JSON.parse(child.stdout.toString());
}
