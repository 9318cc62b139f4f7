// Programs of the tests that stay, and answer one question after the other: to start one takes longer than most answers.

import { reasonOf } from "../harness/ground/error.ts";
import { runEnvironment } from "./folder.ts";

type Answer = { value?: unknown; error?: string };

export type Standing = ReturnType<typeof standing>;

/** A program's processes, none at first. They end with this process, or when they are closed. */
export function standing(argv: string[]) {
  const idle: Program[] = [];
  const all = new Set<Program>();
  const begin = (): Program => {
    const program = startProgram(argv);
    all.add(program);
    return program;
  };
  return {
    /** The answer of a process that has nothing else to do; throws what the program throws. */
    async ask<T>(question: unknown): Promise<T> {
      const program = idle.pop() ?? begin();
      const { value, error } = await program.ask(question);
      idle.push(program);
      if (error !== undefined) throw new Error(error);
      return value as T;
    },
    close(): void {
      for (const program of all) program.kill();
    },
  };
}

type Program = ReturnType<typeof startProgram>;

function startProgram(argv: string[]) {
  const child = Bun.spawn(argv, { stdio: ["pipe", "pipe", "pipe"], env: runEnvironment() });
  const answers = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  return {
    kill: () => child.kill("SIGKILL"),
    async ask(question: unknown): Promise<Answer> {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      child.stdin.flush();
      let said = "";
      while (!said.endsWith("\n")) {
        const { value, done } = await answers.read();
        if (done) throw new Error(`"${argv.join(" ")}" ended: ${await child.stderr.text()}`);
        said += value;
      }
      return JSON.parse(said);
    },
  };
}

/** What such a program does: answers each line of its standard input by one. */
export async function answering<Question>(answer: (question: Question) => unknown): Promise<void> {
  for await (const line of console) {
    let said: Answer;
    try {
      said = { value: await answer(JSON.parse(line)) };
    } catch (error) {
      said = { error: reasonOf(error) };
    }
    process.stdout.write(`${JSON.stringify(said)}\n`);
  }
}
