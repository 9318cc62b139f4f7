// The folder of a test run. What tests make lies in it, and what they start has its name in the environment: when the run
// ends, however it ends, it goes, and with it all that still runs for it and every lab that is up in it.

import { chmodSync, constants, mkdtempSync, openSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Names the folder in the environment of all that a test run starts. */
export const runMark = "CNL_TEST_FOLDER";

let made: string | undefined;

/** The folder of this run: of the gate, of one `bun test`, or where that isolates its files of each. All may look in. */
export function runFolder(): string {
  made ??= process.env[runMark] ?? begin();
  return made;
}

/** A new folder that goes with the run. */
export const newFolder = (name: string): string => mkdtempSync(join(runFolder(), `${name}-`));

/** The environment of what a test starts. */
export const runEnvironment = (): Record<string, string> => ({
  ...(process.env as Record<string, string>),
  [runMark]: runFolder(),
});

// The other end of the pipe is this process's as long as it lives: `bun test` runs no handler at its end, and of the children
// of an isolated file it kills each. So the one that waits is nobody's child, in a session of its own: Ctrl-C is not for it.
const waiter = `exec 3< "$1"; shift
setsid sh -c 'read end; exec "$@"' sh "$@" <&3 >/dev/null 2>&1 &`;

function begin(): string {
  const folder = mkdtempSync(join(tmpdir(), "labs-test-"));
  chmodSync(folder, 0o755);
  const pipe = join(folder, "lives");
  const made = Bun.spawnSync(["mkfifo", pipe]);
  if (made.exitCode !== 0) throw new Error(`Cannot make a pipe in ${folder}: ${made.stderr}`);
  openSync(pipe, constants.O_RDWR); // never closed: that is the sign
  const ended = [process.execPath, join(import.meta.dir, "run-ended.ts"), folder];
  Bun.spawnSync(["sh", "-c", waiter, "sh", pipe, ...ended], { stdio: ["ignore", "ignore", "inherit"] });
  return folder;
}
