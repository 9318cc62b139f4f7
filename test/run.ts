// How a test runs a command: what it said on either stream, and its status.

import { project } from "../harness/ground/paths.ts";
import { runEnvironment } from "./folder.ts";

export type Said = { out: string; err: string; status: number };

export type How = {
  /** By default the project. */
  cwd?: string;
  /** Its whole environment; by default this process's own. */
  env?: Record<string, string>;
  stdin?: string;
  /** ms after which it is ended. */
  timeout?: number;
};

/** Starts a command. */
export const start = (argv: string[], { cwd = project, env = runEnvironment(), stdin, timeout }: How = {}) =>
  Bun.spawn(argv, {
    cwd,
    env,
    stdio: [stdin === undefined ? "ignore" : new Blob([stdin]), "pipe", "pipe"],
    ...(timeout && { timeout }),
  });

/** Waits for the end of a command that was started so. */
export async function finish(child: Bun.Subprocess<"ignore" | Blob, "pipe", "pipe">): Promise<Said> {
  const [out, err, status] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  return { out, err, status };
}

/** Runs a command to its end. */
export const run = (argv: string[], how?: How): Promise<Said> => finish(start(argv, how));

/** Runs bun with these words to its end. */
export const bun = (words: string[], how?: How): Promise<Said> => run([process.execPath, ...words], how);
