// A sandbox: a network stack of its own for the lab's host, in a bubblewrap sandbox that needs no root.
// An anchor process holds it; when the anchor dies, the kernel removes everything in it.

import { closeSync, fchownSync, writeSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { Mistake, reasonOf } from "../ground/error.ts";
import { toolPath } from "../ground/paths.ts";
import { childrenOf, namespaceOf } from "../ground/proc.ts";
import { end, identify, type ProcessId } from "../ground/process.ts";
import { isRoot, nobody } from "../ground/unprivileged.ts";
import { must } from "../kernel/errno.ts";
import { joinOwnKeyring } from "../kernel/keyring.ts";
import { cString, libc } from "../kernel/libc.ts";
import { openPipe, type Pipe } from "../kernel/pipe.ts";
import { anchor as anchorCommand, mounts } from "./anchor.ts";
import type { Group } from "./groups.ts";
import { nested } from "./nest.ts";
import { sudo } from "./sudo.ts";
import { confinedView, openView } from "./view.ts";
import { whyNoSandbox } from "./why-no-sandbox.ts";

export type Sandbox = {
  kind: "sandbox";
  /** The sandbox's first process: its end is the end of the world. */
  anchor: ProcessId;
  /** Lets the world outlive this process. Until then it ends with it, whatever ends it. */
  release(): Promise<void>;
  /** Of a confined one, where one can be made. */
  group?: Group | undefined;
  /** In a confined one: starts the script, once. */
  run(): Running;
  /** Ends it, and all that is in it. */
  end(): Promise<void>;
};

export type Running = {
  /** Its exit status, 128 and the signal's number where a signal ended it; undefined where the world ended first, or says another thing. */
  status: Promise<number | undefined>;
  /** What it writes, both streams in one. The caller closes it. */
  output: Pipe;
};

const ownFiles: SandboxFile[] = [
  { path: "/etc/fstab", bytes: Buffer.from(mounts) },
  { path: "/etc/passwd", bytes: Buffer.from("root:x:0:0::/tmp:/bin/bash\n") },
  { path: "/etc/group", bytes: Buffer.from("root:x:0:\n") },
];

const ending = 2000; // ms that the end of a throwaway world may take
const MFD_CLOEXEC = 1; // linux/memfd.h

/** A file that a sandbox begins with. */
export type SandboxFile = { path: string; bytes: Uint8Array };

/**
 * For a stranger's script, which sees these files, the machine's programs and nothing else of the machine. `script`: the words
 * that `run` starts, first its environment, NAME=VALUE; and the shell commands that limit all that runs from then on.
 */
export type Confined = { files?: SandboxFile[]; script?: { words: string[]; limits: string[] } };

export type SandboxOptions = {
  confined?: Confined;
  /** What it begins with: shell commands on its host. */
  commands?: string[];
  /** Further variables of its first process, by which it can be found. */
  mark?: Record<string, string>;
};

/** Starts a sandbox. Throws a `Mistake` that says why not and what mends it. */
export async function startSandbox({ confined, commands = [], mark = {} }: SandboxOptions = {}): Promise<Sandbox> {
  joinOwnKeyring();
  const given: number[] = [];
  const hand = (fd: number) => 2 + given.push(fd); // its number there
  const output = confined?.script && openPipe();
  if (output && isRoot()) fchownSync(output.writeEnd, nobody, nobody); // so that it can be opened anew, as /dev/stderr
  const script = output && { ...confined.script!, output: hand(output.writeEnd) };
  // what only a stranger's world takes is loaded for one alone
  const view = confined ? await confinedOptions(confined, hand) : [...openView(), ...fileOptions([sudo], hand)];
  const nest = nested(view, confined !== undefined);
  const group = confined && (await import("./groups.ts")).openGroup();
  const start = () => spawn([...nest, ...anchorCommand(commands, script)], given, mark);
  const starter = group ? group.begin(start) : start();
  for (const fd of given) closeSync(fd);
  const nextLine = linesOf(starter.stdout);
  // whoever starts the next may be killed: the next one then holds the pipes a while longer, and what it says is nobody's world
  const isOver = starter.exited.then(() => undefined);
  const hasBegun = (await Promise.race([nextLine(), isOver])) === "begun";
  const anchor = hasBegun ? firstProcess(starter.pid, confined ? 2 : 1) : undefined;
  const added = anchor && group?.add(anchor.pid); // meanwhile its commands run
  const isReady = (await Promise.race([nextLine(), isOver])) === "ready";
  await added;
  if (!anchor || !isReady) {
    output?.close();
    await starter.stdin.end(); // the leash
    if (anchor) await end(anchor, ending);
    const complaint = await Promise.race([new Response(starter.stderr).text(), Bun.sleep(ending).then(() => "")]);
    starter.kill("SIGKILL");
    await starter.exited;
    await group?.remove();
    throw hasBegun
      ? new Mistake(`Cannot begin a sandbox with its commands: ${complaint.trim()}`)
      : noSandbox(complaint);
  }
  starter.unref();
  const go = () => starter.stdin.write("go\n");
  return {
    kind: "sandbox",
    anchor,
    group,
    async end() {
      await end(anchor, ending);
      starter.ref();
      await Promise.race([starter.exited, Bun.sleep(ending)]); // who started it ends after it, and is in its group
      await group?.remove();
    },
    async release() {
      go();
      await starter.stdin.end();
    },
    run() {
      if (!output) throw new Error("Cannot run a script in a sandbox that was started without one");
      goAside(anchor);
      go();
      starter.stdin.flush();
      return { status: nextLine().then((line) => (/^\d{1,3}$/.test(line ?? "") ? Number(line) : undefined)), output };
    },
  };
}

/** A script may run in the first process too, or have it start others: none may keep the grader from ending it. */
function goAside({ pid }: ProcessId): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // root in a container may lack the right; the script itself goes aside in any case
  }
}

/** bwrap's options for a confined sandbox: what it sees, its files, its filter. */
async function confinedOptions({ files = [] }: Confined, hand: (fd: number) => number): Promise<string[]> {
  const filter = (await import("./seccomp.ts")).seccompFilter();
  return [
    ...confinedView(),
    ...fileOptions([...ownFiles, sudo, ...files], hand),
    ...["--remount-ro", "/"],
    ...(filter ? ["--seccomp", String(hand(unnamed(filter)))] : []),
  ];
}

const fileOptions = (files: SandboxFile[], hand: (fd: number) => number): string[] =>
  files.flatMap(({ path, bytes }) => ["--perms", "0755", "--file", String(hand(unnamed(bytes))), path]);

function noSandbox(complaint: string): Mistake {
  const { what, mend } = whyNoSandbox(complaint);
  return new Mistake(`Cannot start a sandbox: ${what}`, mend);
}

/** A file without a name, in memory, open for reading from its beginning: memfd_create(2). */
function unnamed(bytes: Uint8Array): number {
  const fd = must(libc().memfd_create(cString("sandbox"), MFD_CLOEXEC), "Cannot make a file in memory");
  writeSync(fd, bytes, 0, bytes.length, 0);
  return fd;
}

function spawn(command: string[], files: number[], mark: Record<string, string>) {
  try {
    return Bun.spawn(command, {
      stdio: ["pipe", "pipe", "pipe", ...files],
      detached: true, // Ctrl-C in the terminal is for the lab script, not for the world
      env: { PATH: toolPath, HOME: "/tmp", LANG: process.env.LANG ?? "C.UTF-8", ...mark },
    });
  } catch (error) {
    throw noSandbox(reasonOf(error));
  }
}

// Each bwrap starts the next, the last one the first process of the world's pid namespace, which is the second or third. They are
// asked of the kernel: bwrap has --info-fd, but where its reader was killed it leaves a child behind that waits for ever.
function firstProcess(starter: number, depth: number): ProcessId | undefined {
  const seen = new Set([namespaceOf("self", "pid")]);
  let pid = starter;
  do {
    pid = childrenOf(pid)?.[0] ?? 0;
    seen.add(namespaceOf(pid, "pid"));
  } while (pid && seen.size <= depth);
  return identify(pid);
}

const longest = 100; // characters of what a sandbox's first process says at a time: a script may have got hold of it

/** Gives one line after the other; undefined at the end. */
function linesOf(stream: ReadableStream): () => Promise<string | undefined> {
  const said = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return async () => {
    while (!text.includes("\n") && text.length < longest) {
      const { value, done } = await said.read();
      if (done) return undefined;
      text += value;
    }
    const [line, ...rest] = text.split("\n");
    text = rest.join("\n");
    return line;
  };
}
