// A lab's commands without running them: what an exercise starts with, and what a step holds.

import type { ProcessPromise } from "zx/core";
import { halfOf } from "../ground/half.ts";
import { quote } from "../ground/quote.ts";
import { writeStdout } from "../kernel/stdout.ts";
import type { Tools } from "./inside.ts";
import type { ListedStep } from "./listed-step.ts";
import { upFlags } from "./read.ts";
import { longestWait, waiting } from "./shell.ts";

/** The tools of a lab that only lists: each command succeeds at once, and says nothing. */
export function listing(lab: string, line: string[]): Tools {
  const steps: ListedStep[] = [];
  const add = (command: string): ProcessPromise => {
    steps.at(-1)?.commands.push(command);
    return Promise.resolve({ stdout: "", stderr: "", stdall: "", exitCode: 0 }) as unknown as ProcessPromise;
  };
  process.once("beforeExit", () => writeStdout(JSON.stringify(steps)));
  return {
    $: (pieces, ...words) => add(composed(pieces, words)),
    step: (id, { given = false } = {}) => void steps.push({ id, given, commands: [] }),
    async fails() {
      steps.at(-1)?.commands.pop(); // what must fail changes nothing
    },
    async until() {
      const command = steps.at(-1)?.commands.pop();
      if (command) add(`timeout ${longestWait} sh -c ${quote(waiting(command))}`);
    },
    half: halfOf(upFlags(lab, line)),
    async walk() {},
    async trace() {},
    traceLog: [],
  };
}

/** The command as zx would compose it: words that were put in are quoted, each of a list's too. */
const composed = (pieces: TemplateStringsArray, words: unknown[]): string =>
  pieces.map((piece, at) => piece + (at < words.length ? quoted(words[at]) : "")).join("");

const quoted = (words: unknown): string => [words].flat().map(String).map(quote).join(" ");
