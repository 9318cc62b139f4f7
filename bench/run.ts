// How a subject runs a program of the project, or somebody else's, to its end.

import { join } from "node:path";
import { Mistake } from "../harness/ground/error.ts";
import { project } from "../harness/ground/paths.ts";
import { newFolder, runEnvironment } from "../test/folder.ts";
import { timed } from "./compare.ts";

/** The lab of whoever runs this stays up: what is timed has a state folder of its own. */
export const env = { ...runEnvironment(), XDG_STATE_HOME: newFolder("bench") };

/** What a command took: ms, and the greatest resident set in bytes, its own or one child's: see ru_maxrss in getrusage(2). */
export type Usage = { ms: number; maxRSS: number };

/** Runs it to its end. Throws where its status is not 0. */
async function usage(argv: string[], { stdin }: { stdin?: Blob } = {}): Promise<Usage> {
  const child = Bun.spawn(argv, { cwd: project, env, stdio: [stdin ?? "ignore", "ignore", "pipe"] });
  const ms = await timed(async () => {
    const [err, code] = await Promise.all([child.stderr.text(), child.exited]);
    if (code !== 0) throw new Mistake(`Cannot time "${argv.join(" ")}": status ${code}: ${err}`.trim());
  });
  return { ms, maxRSS: child.resourceUsage()?.maxRSS ?? 0 };
}

/** ms that the command takes. Throws where its status is not 0. */
export const command = async (argv: string[], options?: { stdin?: Blob }): Promise<number> =>
  (await usage(argv, options)).ms;

/** The same of a program of the project. */
export const bun = (...words: string[]): Promise<number> => command([process.execPath, ...words]);

/** The same, with its memory. */
export const bunUsage = (...words: string[]): Promise<Usage> => usage([process.execPath, ...words]);

export const peer = (name: string): string => join(import.meta.dir, "peers", name);

/** Why what wants these commands, and maybe root, cannot be timed here. */
export function missing(commands: string[], { root = false } = {}): string | undefined {
  const absent = commands.filter((name) => !Bun.which(name));
  if (absent.length) return `there is no ${absent.join(", ")} here`;
  return root && process.getuid?.() !== 0 ? "it wants root" : undefined;
}
