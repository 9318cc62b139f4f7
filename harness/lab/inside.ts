// The tools a lab builds with, inside its world: zx's $ for the commands, and the words between them.

import type { ProcessPromise } from "zx/core";
import { leaveWith } from "../error.ts";
import { languageOf } from "../text/language.ts";
import { readCommandLine } from "./flags.ts";
import { commands, type Shell } from "./shell.ts";

export type Tools = {
  /** zx's $: runs a command as the student would type it, and shows it. */
  $: Shell;
  /** Begins a step: its words, from the course text, in the student's language. `given`: an exercise starts with it done. */
  step(id: string, options?: { given?: boolean }): void;
  /** Runs a command that must fail, saying what is expected: that is the lesson. */
  fails(command: ProcessPromise, expected: RegExp): Promise<void>;
};

/** Gives the tools; what the lab does not catch ends it with one message. */
export async function tools(lab: string, line: string[]): Promise<Tools> {
  process.on("uncaughtException", leaveWith);
  process.stdout.on("error", () => {}); // a reader that went away (`| head`) must not stop the lab half-way
  const { flags } = readCommandLine(lab, line);
  const { $, fails, failure } = await commands({ quiet: Boolean(flags.quiet) });
  process.removeListener("uncaughtException", leaveWith);
  process.on("uncaughtException", (thrown) => leaveWith(failure(thrown) ?? thrown));
  if (flags.quiet) return { $, fails, step() {} };
  const { narrator } = await import("./narrator.ts");
  const { step, close } = narrator(lab, languageOf(flags.lang), Boolean(flags.step));
  process.once("beforeExit", () => close().then(() => process.exit(0), leaveWith));
  return { $, fails, step };
}
