// A submission: a stranger's script, run on the host of a world of its own.

import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { extname } from "node:path";
import { Mistake, reasonOf } from "../harness/error.ts";
import { entering, insideEnvironment } from "../harness/world/enter.ts";
import { insideBun } from "../harness/world/paths.ts";
import type { ProcessId } from "../harness/world/process.ts";
import { endEverybody } from "../harness/world/processes.ts";

export type ScriptRun = {
  /** Its exit status; 128 and the signal's number where a signal ended it. */
  status: number;
  /** What it wrote, both streams in one. */
  output: string;
  /** Why the grader ended it. */
  ended?: string;
  seconds: number;
};

export type Script = { name: string; bytes: Uint8Array };

const scriptBytes = 1024 * 1024; // a script is text that a person wrote
const outputBytes = 1024 * 1024; // more ends the script
const keptBytes = 64 * 1024; // of it, for the report
const limits = [
  "--nproc=512", // processes, of this world alone: the count is kept for each user namespace
  `--fsize=${64 * 1024 * 1024}`, // bytes, one file
  `--data=${1024 * 1024 * 1024}`, // bytes, one process
  "--nofile=1024",
  "--core=0",
];
const interpreters: Record<string, string[]> = {
  ".sh": ["bash"],
  ".ts": [insideBun],
  ".js": [insideBun],
  ".py": ["python3"],
};

/** Reads a submission. Symbolic links are not followed, and nothing but a file is opened. */
export function readScript(path: string): Script {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const isLink = (error as NodeJS.ErrnoException).code === "ELOOP";
    throw new Mistake(`Cannot read the script "${path}": ${isLink ? "it is a symbolic link" : reasonOf(error)}`);
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw new Mistake(`Cannot read the script "${path}": it is not a file`);
    if (stat.size > scriptBytes)
      throw new Mistake(`Cannot read the script "${path}": it has ${stat.size} bytes, and ${scriptBytes} are allowed`);
    const bytes = new Uint8Array(stat.size);
    return { name: path, bytes: bytes.subarray(0, readSync(fd, bytes, 0, stat.size, 0)) };
  } finally {
    closeSync(fd);
  }
}

/** Runs the script as the world's root, for at most `timeout` seconds. What it started goes on running. */
export async function runScript({ name, bytes }: Script, anchor: ProcessId, timeout: number): Promise<ScriptRun> {
  const file = `/run/submission/script${extname(name).replace(/[^\w.]/g, "")}`;
  await put(bytes, file, anchor);
  const hasInterpreter = bytes[0] === 0x23 && bytes[1] === 0x21; // "#!"
  const command = [...(hasInterpreter ? [] : (interpreters[extname(name)] ?? [])), file];
  const begin = performance.now();
  const child = Bun.spawn(
    [
      ...entering(anchor),
      "choom",
      "-n",
      "1000",
      "--",
      "prlimit",
      ...limits,
      "--",
      "sh",
      "-c",
      'exec "$@" 2>&1',
      "sh",
      ...command,
    ],
    {
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...insideEnvironment(), PATH: `${insideEnvironment().PATH}:/run/bin` },
      detached: true, // no terminal to write to, or to read from
    },
  );
  let ended: string | undefined;
  const stop = (why: string) => {
    ended ??= why;
    endEverybody(anchor);
  };
  const clock = setTimeout(() => stop(`it took more than ${timeout} s`), timeout * 1000);
  let output = "";
  const decoder = new TextDecoder();
  const reading = (async () => {
    for await (const chunk of child.stdout) {
      output += decoder.decode(chunk, { stream: true });
      if (output.length > outputBytes) return stop(`it wrote more than ${outputBytes} bytes`);
    }
  })();
  const status = await child.exited;
  clearTimeout(clock);
  // what it left running may hold the pipe open: what is there now is what it said
  await Promise.race([reading, Bun.sleep(50)]);
  const seconds = Math.round(performance.now() - begin) / 1000;
  return { status, output: output.slice(0, keptBytes), ...(ended && { ended }), seconds };
}

async function put(bytes: Uint8Array, file: string, anchor: ProcessId): Promise<void> {
  const write = 'mkdir -p /run/submission && cat > "$1" && chmod 755 "$1"';
  const child = Bun.spawn([...entering(anchor), "sh", "-ec", write, "sh", file], {
    stdio: [new Blob([bytes]), "ignore", "pipe"],
    env: insideEnvironment(),
  });
  const complaint = await child.stderr.text();
  if ((await child.exited) !== 0) throw new Error(`Cannot put the script into its world: ${complaint.trim()}`);
}
