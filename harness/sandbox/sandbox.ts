// A sandbox: a network stack of its own for the lab's host, in a bubblewrap sandbox that needs no root.
// An anchor process holds it; when the anchor dies, the kernel removes everything in it.

import { closeSync, readFileSync, writeSync } from "node:fs";
import { Mistake, reasonOf } from "../ground/error.ts";
import { toolPath } from "../ground/paths.ts";
import { identify, type ProcessId } from "../ground/process.ts";
import { must } from "../kernel/errno.ts";
import { cString, libc } from "../kernel/libc.ts";
import { baselineScript } from "./baseline.ts";
import { pidNamespaceOf } from "./leftovers.ts";
import { nested } from "./nest.ts";
import { confinedView, openView } from "./view.ts";
import { whyNoSandbox } from "./why-no-sandbox.ts";

export type Sandbox = {
  /** The sandbox's first process: its end is the end of the world. */
  anchor: ProcessId;
  /** Lets the world outlive this process. Until then it ends with it, whatever ends it. */
  release(): Promise<void>;
};

// Reading from standard input is the leash: end-of-file (the starter died) ends the anchor before `go`.
const anchorScript = `
mount -t sysfs sysfs /sys 2>/dev/null || mount -o ro -t sysfs sysfs /sys # inside a container /sys may be read-only
${baselineScript}
echo begun
eval "$1" >/dev/null
echo ready
exec >/dev/null 2>&1
# bash: the world's first process must reap orphans while it reads. It takes no signal from inside
trap '' HUP INT QUIT TERM PIPE ALRM USR1 USR2
read go || exit
exec <&-
while :; do sleep infinity & wait; done
`;

const users: SandboxFile[] = [
  { path: "/etc/passwd", bytes: Buffer.from("root:x:0:0::/tmp:/bin/bash\n") },
  { path: "/etc/group", bytes: Buffer.from("root:x:0:\n") },
];

const MFD_CLOEXEC = 1; // linux/memfd.h

/** A file that a sandbox begins with. */
export type SandboxFile = { path: string; bytes: Uint8Array };

export type SandboxOptions = {
  /** For a stranger's script, which sees these files, the machine's programs and nothing else of the machine. */
  confined?: SandboxFile[];
  /** What it begins with: shell commands on its host. */
  commands?: string[];
};

/** Starts a sandbox. Throws a `Mistake` that says why not and what mends it. */
export async function startSandbox({ confined, commands = [] }: SandboxOptions = {}): Promise<Sandbox> {
  const own = confined ? [...users, ...confined] : [];
  const handed = own.map(({ path, bytes }, at) => ({ path, fd: unnamed(bytes), number: 3 + at }));
  const files = handed.flatMap(({ path, number }) => ["--perms", "0755", "--file", String(number), path]);
  const view = confined ? [...confinedView(), ...files, "--remount-ro", "/"] : openView();
  const nest = nested(view, confined !== undefined);
  const command = [...nest, "bash", "-ec", anchorScript, "bash", commands.join("\n")];
  const starter = spawn(
    command,
    handed.map(({ fd }) => fd),
  );
  for (const { fd } of handed) closeSync(fd);
  const said = await readUntil(starter.stdout, "ready\n");
  const anchor = said === "begun\nready\n" ? firstProcess(starter.pid) : undefined;
  if (!anchor) {
    const complaint = await new Response(starter.stderr).text();
    throw said ? new Mistake(`Cannot begin a sandbox with its commands: ${complaint.trim()}`) : noSandbox(complaint);
  }
  starter.unref();
  return {
    anchor,
    async release() {
      starter.stdin.write("go\n");
      await starter.stdin.end();
    },
  };
}

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

function spawn(command: string[], files: number[]) {
  try {
    return Bun.spawn(command, {
      stdio: ["pipe", "pipe", "pipe", ...files],
      detached: true, // Ctrl-C in the terminal is for the lab script, not for the world
      env: { PATH: toolPath, HOME: "/tmp", LANG: process.env.LANG ?? "C.UTF-8" },
    });
  } catch (error) {
    throw noSandbox(reasonOf(error));
  }
}

// Each bwrap starts the next, the last one the first process of the world's pid namespace. They are asked of the kernel: bwrap has
// --info-fd, but where its reader was killed it leaves a child behind that waits for ever.
function firstProcess(starter: number): ProcessId | undefined {
  const outside = pidNamespaceOf(process.pid);
  let pid = starter;
  do pid = Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ")[0]);
  while (pid && pidNamespaceOf(pid) === outside);
  return identify(pid);
}

async function readUntil(stream: ReadableStream<Uint8Array>, end: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
    if (text.endsWith(end)) break;
  }
  return text;
}
