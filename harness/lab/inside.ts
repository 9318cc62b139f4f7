// The tools a lab builds with, inside its world: zx's $ for the commands, and the words between them.

import type { ProcessPromise } from "zx/core";
import { leaveWith, Mistake } from "../ground/error.ts";
import { type Half, halfOf } from "../ground/half.ts";
import { insideProgram } from "../ground/paths.ts";
import { languageOf } from "../text/language.ts";
import { bold } from "../text/style.ts";
import { upFlags } from "./read.ts";
import { commands, type Shell } from "./shell.ts";

export type Tools = {
  /** zx's $: runs a command as the student would type it, and shows it. */
  $: Shell;
  /**
   * Begins a step: its words, from the course text, in the student's language. `given`: an exercise starts with it done. `known`: the
   * number of an earlier lab that has shown its commands, which are not shown again.
   */
  step(id: string, options?: { given?: boolean; known?: string }): void;
  /** Runs a command that must fail, saying what is expected: that is the lesson. */
  fails(command: ProcessPromise, expected: RegExp): Promise<void>;
  /** Runs a command again and again until it succeeds, and shows the line that one would type to wait so. */
  until(command: ProcessPromise): Promise<void>;
  /** Of a lab that takes two machines: which half this one builds. */
  half: Half | undefined;
  /** The verb `walk`: one ping to a node or an address, and every frame of it. */
  walk(from: string, to: string): Promise<void>;
  /** The verb `trace`: one ping, and its way through tables and chains. */
  trace(from: string, to: string): Promise<void>;
  /** The words of the program that prints iptables-legacy's trace, line by line: a part of a command. */
  traceLog: string[];
};

/** Gives the tools; what the lab does not catch ends it with one message. */
export async function tools(lab: string, line: string[]): Promise<Tools> {
  process.on("uncaughtException", leaveWith);
  process.stdout.on("error", () => {}); // a reader that went away (`| head`) must not stop the lab half-way
  const flags = upFlags(lab, line);
  if (flags.machine && !(await import("../world/registry.ts")).find(lab, "machine"))
    throw new Mistake(`Lab "${lab}" is not up on this machine any more`, `sudo bun labs/${lab}.ts --machine`);
  const { $, fails, until, failure, fold } = await commands({ quiet: Boolean(flags.quiet) });
  process.removeListener("uncaughtException", leaveWith);
  process.on("uncaughtException", (thrown) => leaveWith(failure(thrown) ?? thrown));
  const language = languageOf(flags.lang);
  const verb = async (name: string, from: string, to: string, ...more: string[]) => {
    if (!flags.quiet) process.stdout.write(`${bold(`$ bun labs/${lab}.ts ${name} ${from} ${to}`)}\n`);
    const program = [...insideProgram(name), from, to, ...more];
    const child = Bun.spawn(program, { stdio: ["ignore", flags.quiet ? "ignore" : "inherit", "inherit"] });
    const status = await child.exited;
    if (status !== 0) throw new Mistake(`The verb "${name} ${from} ${to}" ended with status ${status}`);
  };
  const walk = (from: string, to: string) => verb("walk", from, to, "text", language);
  const trace = (from: string, to: string) => verb("trace", from, to);
  const traceLog = insideProgram("trace-log");
  const half = halfOf(flags);
  if (flags.quiet) return { $, fails, until, half, walk, trace, traceLog, step() {} };
  const { narrator } = await import("./narrator.ts");
  const told = narrator(lab, language, {
    isPausing: Boolean(flags.step),
    onlyTitles: Boolean(half),
    isDocker: flags.engine === "docker",
  });
  const step: Tools["step"] = (id, { known } = {}) => {
    const folded = flags.unfold ? undefined : known;
    told.step(id, folded);
    fold(folded !== undefined);
  };
  process.once("beforeExit", () => told.close().then(() => process.exit(0), leaveWith));
  return { $, fails, until, half, walk, trace, traceLog, step };
}
