// zx, set up to read like a terminal: the command, then what it printed.

import type { LogEntry, ProcessOutput, ProcessPromise } from "zx/core";
import { Mistake } from "../ground/error.ts";
import { quote } from "../ground/quote.ts";
import { bold } from "../text/style.ts";
import { spawn } from "./spawn.ts";

export type Shell = (pieces: TemplateStringsArray, ...words: unknown[]) => ProcessPromise;

type Options = {
  quiet: boolean;
  /** How long `until` waits, s. */
  patience?: number;
};

type Commands = {
  $: Shell;
  fails(command: ProcessPromise, expected: RegExp): Promise<void>;
  until(command: ProcessPromise): Promise<void>;
  /** Shows no command and no output any more, or shows them again. */
  fold(isFolded: boolean): void;
  /** A command's failure as one message; undefined for any other thrown value. */
  failure(thrown: unknown): Mistake | undefined;
};

/** How long a lab waits for something, s. */
export const longestWait = 20;

/** A command as the line that waits for its success, as one would type it. */
export const waiting = (command: string): string => `until ${command}; do sleep 0.1; done`;

// zx is loaded here and not at the top: it costs 50 ms, and only the script inside the world needs it.
export async function commands({ quiet, patience = longestWait }: Options): Promise<Commands> {
  const { $, ProcessOutput } = await import("zx/core");
  let last = "";
  let atLineStart = true;
  let isSilent = quiet;
  const show = (text: string) => {
    if (text) atLineStart = text.endsWith("\n");
    process.stdout.write(text);
  };
  $.shell = "/bin/sh"; // dash starts in a third of bash's time
  $.prefix = "";
  $.spawn = spawn;
  $.halt = true; // each is started below
  $.quote = quote;
  $.verbose = !quiet;
  $.log = (entry: LogEntry) => {
    if (entry.kind === "cmd") last = entry.cmd;
    if (isSilent) return;
    // a prompt begins a line, whatever the command before it left out
    if (entry.kind === "cmd") show(`${atLineStart ? "" : "\n"}${bold(`$ ${entry.cmd}`)}\n`);
    else if (entry.kind === "stdout" || entry.kind === "stderr") show(entry.data.toString());
  };

  const withheld = new WeakSet<ProcessPromise>();
  const start = (command: ProcessPromise): ProcessPromise => {
    // a moment later: `until` may have taken it over by then
    queueMicrotask(() => withheld.has(command) || command.run());
    return command;
  };

  return {
    $: (pieces, ...words) => start($(pieces, ...words)),
    async until(command) {
      withheld.add(command);
      // of a child that SIGINT ends a shell says nothing
      const loop = $([waiting(command.cmd)] as unknown as TemplateStringsArray).timeout(`${patience}s`, "SIGINT");
      const output = await start(loop).nothrow();
      if (output.signal) throw new Mistake(`Waited ${patience} s in vain for "${command.cmd}" to succeed`);
      if (output.exitCode !== 0) throw output;
    },
    async fails(command, expected) {
      const output = await command.nothrow();
      if (output.exitCode !== 0 && expected.test(output.stdall)) return;
      throw new Mistake(`Expected "${last}" to fail with ${expected}, but it ${ending(output)}`);
    },
    fold(isFolded) {
      isSilent = quiet || isFolded;
    },
    failure: (thrown) =>
      thrown instanceof ProcessOutput ? new Mistake(`The command "${last}" ${ending(thrown)}`) : undefined,
  };
}

function ending(output: ProcessOutput): string {
  const said = output.stderr.trim() || output.stdout.trim();
  const how = output.signal ? `was ended by ${output.signal}` : `ended with status ${output.exitCode}`;
  return said ? `${how}: ${said}` : how;
}
