// A submission: a stranger's script, run on the host of a world of its own.

import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { extname } from "node:path";
import { Mistake, reasonOf } from "../../harness/ground/error.ts";
import { insideBun } from "../../harness/ground/paths.ts";
import { endEverybody } from "../../harness/sandbox/leftovers.ts";
import { openLimits, scarce } from "../../harness/sandbox/limits.ts";
import type { Confined, Sandbox } from "../../harness/sandbox/sandbox.ts";
import { zxFiles } from "../../harness/sandbox/zx.ts";
import { decoded } from "../../harness/text/decode.ts";
import { insideEnvironment } from "../../harness/world/enter.ts";
import type { ScriptRun } from "../grading/lab-grade.ts";
import { asRun } from "./remarks.ts";

export type Script = { name: string; bytes: Uint8Array };

const scriptBytes = 1024 * 1024; // a script is text that a person wrote
const outputBytes = 1024 * 1024; // more ends the script
const keptBytes = 64 * 1024; // of it, for the report
const processorSeconds = 5; // a lab takes less than one
const endedBySigxcpu = 128 + 24;
const killed = 128 + 9;
const listening = 10; // ms between looks at what it wrote: less than it takes to fill a pipe in earnest
const ending = 1000; // ms that its end may take, once everybody was ended
// setrlimit(2), bash(1); none can be raised again, by the world's first process neither. The kernel counts a world's processes by
// its user namespace
const limits = [
  "-u 256", // processes
  `-f ${64 * 1024}`, // KiB, one file
  `-d ${1024 * 1024}`, // KiB, one process
  "-n 1024", // open files
  "-c 0", // core dump
].map((limit) => `ulimit ${limit}`);
// of processor time, one process: then SIGXCPU, and a second later SIGKILL. The world's first process may take more: it reaps orphans
const confinement = `ulimit -S -t ${processorSeconds}
ulimit -H -t ${processorSeconds + 1}
echo 1000 > /proc/self/oom_score_adj # where memory runs out, this goes first
exec nice -n 19 "$@" # a fork bomb must not keep the grader from ending it; from outside, root may lack the right
`;
const interpreters: Record<string, string[]> = {
  ".sh": ["bash"],
  ".ts": [insideBun],
  ".js": [insideBun],
  ".py": ["python3"],
};

/** Reads a submission, which is called `name`. Symbolic links are not followed, and nothing but a file is opened. */
export function readScript(path: string | Buffer, name = String(path)): Script {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const isLink = (error as NodeJS.ErrnoException).code === "ELOOP";
    throw new Mistake(`Cannot read the script "${name}": ${isLink ? "it is a symbolic link" : reasonOf(error)}`);
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw new Mistake(`Cannot read the script "${name}": it is not a file`);
    if (stat.size > scriptBytes)
      throw new Mistake(`Cannot read the script "${name}": it has ${stat.size} bytes, and ${scriptBytes} are allowed`);
    const bytes = new Uint8Array(stat.size);
    return { name, bytes: bytes.subarray(0, readSync(fd, bytes, 0, stat.size, 0)) };
  } finally {
    closeSync(fd);
  }
}

/** Why the script cannot be run: undefined where it can, being executable or by its ending. */
export function canRun({ name }: Script, isExecutable: boolean): string | undefined {
  if (isExecutable || extname(name) in interpreters) return undefined;
  return `it is not executable, and its ending is none of ${Object.keys(interpreters).join(" ")}`;
}

/** UTF-16 is run as UTF-8; so is GBK where an interpreter refuses it, a comment in it too (Python: PEP 263). A shell takes any bytes. */
function readable({ name, bytes }: Script): Uint8Array {
  const read = decoded(bytes);
  const isShell = extname(name) === ".sh";
  const stays = !read || read.encoding === "utf-8" || (isShell && read.encoding === "gb18030");
  return stays ? bytes : new TextEncoder().encode(read.text);
}

/** What its world is started with: see `startSandbox`. */
export function confinedFor(script: Script): Confined {
  const { name } = script;
  const { bytes } = asRun(readable(script));
  const path = `/run/submission/script${extname(name).replace(/[^\w.]/g, "")}`;
  const hasInterpreter = bytes[0] === 0x23 && bytes[1] === 0x21; // "#!"
  const command = [...(hasInterpreter ? [] : (interpreters[extname(name)] ?? [])), path];
  const variables = Object.entries(insideEnvironment());
  const words = [...variables.map(([key, value]) => `${key}=${value}`), "sh", "-ec", confinement, "sh", ...command];
  const isUsingZx = Buffer.from(bytes).includes("zx"); // what does not name it does not import it
  return { files: [{ path, bytes }, ...(isUsingZx ? zxFiles() : [])], script: { words, limits } };
}

/**
 * Ends who runs in the world, past a limit. Where it is the machine's memory, the world: packets wait as long as their links are
 * there. That it is still there then, its own end will say.
 */
export const endFor = (sandbox: Sandbox, limit: string): Promise<void> =>
  limit === scarce ? sandbox.end().catch(() => {}) : endEverybody(sandbox);

/** Runs the sandbox's script as the world's root, for at most `timeout` seconds. What it started goes on running. */
export async function runScript(sandbox: Sandbox, timeout: number): Promise<ScriptRun> {
  const { run } = sandbox;
  const begin = performance.now();
  const passed = openLimits(sandbox);
  const { status, output } = run();
  let ended: string | undefined;
  let isOver = false;
  const over = status.finally(() => {
    isOver = true;
  });
  const chunks: Buffer[] = [];
  let length = 0;
  const listen = () => {
    for (let chunk = output.read(); chunk.length && length <= outputBytes; chunk = output.read()) {
      chunks.push(Buffer.from(chunk));
      length += chunk.length;
    }
    if (length > outputBytes) ended ??= `it wrote more than ${outputBytes} bytes`;
  };
  try {
    while (!isOver && !ended) {
      await Promise.race([over, Bun.sleep(listening)]);
      listen();
      ended ??= passed();
      if (!isOver && performance.now() - begin > timeout * 1000) ended ??= `it took more than ${timeout} s`;
    }
    ended ??= passed();
    if (ended) await endFor(sandbox, ended);
    const code = (await Promise.race([over, Bun.sleep(ending)])) ?? killed;
    listen();
    if (code === endedBySigxcpu) ended ??= `it took more than ${processorSeconds} s of processor time`;
    const seconds = Math.round(performance.now() - begin) / 1000;
    const text = Buffer.concat(chunks).toString("utf8").slice(0, keptBytes);
    return { status: code, output: text, ...(ended && { ended }), seconds };
  } finally {
    output.close();
  }
}
