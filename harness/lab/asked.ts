// What a lab's shells ask of this process: the course's words are carried out here, outside the world. A request names the
// process that waits and a descriptor of its own pipe; answers are lines on it: "1 BASE64" (output), "2 BASE64", "= STATUS".

import { closeSync, constants, createReadStream, fstatSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { project } from "../ground/paths.ts";
import { statOf } from "../ground/proc.ts";
import { must } from "../kernel/errno.ts";
import { libc } from "../kernel/libc.ts";
import { pidsOf } from "../kernel/pids.ts";
import { foregroundMark } from "../world/marks.ts";
import type { Entry } from "../world/registry.ts";
import { foregroundGroup, lendTerminal } from "./foreground.ts";
import { shellWords } from "./shell-words.ts";
import type { EveryFlag } from "./verb.ts";

const O_CLOEXEC = 0o2000000; // fcntl(2)

type Request = { pid: number; fd: number; isTerminal: boolean; words: string[] };

/** Carries out what is asked; `fd` is for the shell. After `close` nothing is asked any more. */
export function openAsked(world: Entry, { lang }: EveryFlag): { fd: number; close(): void } {
  const ends = new Int32Array(2);
  must(libc().pipe2(ends, O_CLOEXEC), "Cannot make a pipe");
  const [readEnd = -1, writeEnd = -1] = ends;
  const flags = [...(lang ? ["--lang", lang] : []), ...(world.kind === "machine" ? ["--machine"] : [])];
  let text = "";
  createReadStream("", { fd: readEnd }).on("data", (bytes) => {
    text += bytes.toString();
    const requests = text.split("\0\n");
    text = requests.pop()!;
    for (const each of requests) void carryOut(world, parse(each), flags);
  });
  return { fd: writeEnd, close: () => closeSync(writeEnd) };
}

function parse(text: string): Request {
  const [pid, fd, terminal, ...words] = text.split("\0");
  return { pid: Number(pid), fd: Number(fd), isTerminal: terminal === "terminal", words };
}

async function carryOut(world: Entry, { pid, fd, isTerminal, words }: Request, flags: string[]): Promise<void> {
  const waiting = openWaiting(world, pid, fd);
  if (!waiting) return; // it has gone away
  const { answer, group } = waiting;
  const isKnown = shellWords.some((word) => word === words[0]);
  const line = [process.execPath, join(project, `labs/${world.lab}.ts`), ...(isKnown ? words : ["--help"]), ...flags];
  const say = (kind: string, text: string) => writeAll(answer, `${kind} ${text}\n`);
  try {
    const hasTerminal = isTerminal && group === foregroundGroup();
    await say("=", String(hasTerminal ? await onTerminal(line, group) : await piped(line, say)));
  } catch {
    // whoever asked has gone away
  } finally {
    closeSync(answer);
  }
}

/** Writes to a pipe whose reader may be slow; throws where there is none any more. */
async function writeAll(fd: number, text: string): Promise<void> {
  let rest = Buffer.from(text);
  while (rest.length)
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      await Bun.sleep(5);
    }
}

async function onTerminal(line: string[], group: number): Promise<number> {
  const giveBack = lendTerminal();
  const child = Bun.spawn(line, {
    stdio: ["inherit", "inherit", "inherit"],
    env: { ...process.env, [foregroundMark]: "1" },
  });
  const status = await child.exited;
  giveBack(group);
  return status;
}

async function piped(line: string[], say: (kind: string, text: string) => Promise<void>): Promise<number> {
  const child = Bun.spawn(line, { stdio: ["ignore", "pipe", "pipe"] });
  const relay = async (kind: string, stream: ReadableStream<Uint8Array>) => {
    for await (const bytes of stream) await say(kind, Buffer.from(bytes).toString("base64"));
  };
  try {
    await Promise.all([relay("1", child.stdout), relay("2", child.stderr)]);
  } catch (error) {
    child.kill("SIGINT");
    throw error;
  }
  return child.exited;
}

type Waiting = { answer: number; group: number };

/** Opens the pipe of the process that waits, by what it is called in its world; and says its process group as it is called here. */
function openWaiting({ kind, anchor }: Entry, pid: number, fd: number): Waiting | undefined {
  const open = (folder: string, here: number): Waiting | undefined => {
    const answer = openSync(`${folder}/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK);
    if (fstatSync(answer).isFIFO()) return { answer, group: statOf(here)?.group ?? 0 };
    closeSync(answer);
    return undefined;
  };
  try {
    if (kind === "machine") return open(`/proc/${pid}`, pid);
    return pidsOf(`/proc/${anchor.pid}`).find(pid, undefined, open);
  } catch {
    return undefined;
  }
}
