// How zx starts a lab's commands: its own `spawn` is Node's, whose streams take longer than most of the commands.

import type { spawn as nodeSpawn } from "node:child_process";

type Spawn = typeof nodeSpawn;
type Options = { shell: string; env: NodeJS.ProcessEnv; cwd?: string };
type Running = Bun.Subprocess<"pipe", "pipe", "pipe">;

/** Of a child process what zx asks for. */
type Child = { pid: number; stdout: Output; stderr: Output; once(event: string, listener: Listener): Child };
type Listener = (status: number | null, signal: NodeJS.Signals | number | null) => void;
type Output = { on(event: "data", listener: (data: Buffer) => void): Output; pipe(): void };

/** zx's option `spawn`. What needs no shell is started without one: a shell would start it as another process. */
export const spawn = ((line: string, _: string[], options: Options): Child => {
  const child = startPlain(line, options) ?? start([options.shell, "-c", line], options);
  const [out, err] = [outputOf(child.stdout), outputOf(child.stderr)];
  const self: Child = {
    pid: child.pid,
    stdout: out.output,
    stderr: err.output,
    once(event, listener) {
      // Node's "close": it has ended, and so has what else holds its output
      if (event === "close")
        Promise.all([child.exited, out.ended, err.ended]).then(() => listener(child.exitCode, child.signalCode));
      return self;
    },
  };
  return self;
}) as unknown as Spawn;

// words without a meaning of their own for a shell: POSIX, Shell Command Language, 2.2 Quoting; the first no assignment
const plain = /^[\w@%+:,./-]+( [\w@%+:,./=-]+)*$/;
// a shell has these itself, and some of them do otherwise than the programs of that name
const builtIn = new Set(["echo", "kill", "printf", "pwd", "test"]);

/** Undefined where only a shell can tell what it is, or why not: a word of its own, a script without `#!`, nothing at all. */
function startPlain(line: string, options: Options): Running | undefined {
  const words = line.split(" ");
  if (!plain.test(line) || builtIn.has(words[0]!)) return undefined;
  try {
    return start(words, options);
  } catch {
    return undefined;
  }
}

// standard input is open and says nothing, as zx has it: what reads it waits, and does not take what is typed
const start = (words: string[], { env, cwd }: Options): Running =>
  Bun.spawn(words, { stdio: ["pipe", "pipe", "pipe"], env, ...(cwd && { cwd }) });

function outputOf(stream: ReadableStream<Uint8Array>) {
  let tell: (data: Buffer) => void = () => {};
  const read = async () => {
    for await (const data of stream) tell(Buffer.from(data));
  };
  const output: Output = {
    on(_, listener) {
      tell = listener;
      return output;
    },
    pipe() {}, // to streams that nobody reads: what zx keeps of it, it has from "data"
  };
  return { output, ended: read() };
}
