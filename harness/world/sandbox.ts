// A sandbox: a network stack of its own for the lab's host, in a bubblewrap sandbox that needs no root.
// An anchor process holds it; when the anchor dies, the kernel removes everything in it.

import { readFileSync } from "node:fs";
import { whyNoSandbox } from "../doctor/why-no-sandbox.ts";
import { Mistake, reasonOf } from "../error.ts";
import { baselineScript } from "./baseline.ts";
import { project, toolPath } from "./paths.ts";
import { identify, type ProcessId } from "./process.ts";
import { isRoot, unprivileged } from "./unprivileged.ts";
import { confinedView, openView } from "./view.ts";

export type Sandbox = {
  /** The sandbox's first process: its end is the end of the world. */
  anchor: ProcessId;
  /** Lets the world outlive this process. Until then it ends with it, whatever ends it. */
  release(): Promise<void>;
};

// Reading from standard input is the leash: end-of-file (the starter died) ends the anchor before `go`.
const anchorScript = `
mount -t sysfs sysfs /sys 2>/dev/null || mount -o ro -t sysfs sysfs /sys # inside a container /sys may be read-only
mkdir /run/netns /run/lock
[ -e /etc/passwd ] || { echo root:x:0:0::/tmp:/bin/bash > /etc/passwd; echo root:x:0: > /etc/group; }
${baselineScript}
echo ready
exec >/dev/null 2>&1
# the world's first process takes no signal from inside. It waits, which also reaps orphans; what it waits for may be killed
exec 3<&0
until sh -c 'read go' <&3 & wait "$!"; do [ $? -gt 128 ] || exit; done
exec <&- 3<&-
while :; do sleep infinity & wait; done
`;

// Root's own view, for this command alone: project and bun where an unprivileged user can read them (a checkout in /root).
const viewForOthers = `
mount -t tmpfs -o mode=755 tmpfs /mnt
mkdir /mnt/course; touch /mnt/bun
mount --bind "$1" /mnt/course
mount --bind "$2" /mnt/bun
shift 2
exec "$@"
`;
const seenByOthers = ["unshare", "--mount", "--propagation", "private", "sh", "-ec", viewForOthers, "sh"];

/**
 * Starts a sandbox. `confined`: for a stranger's script, which sees the machine's programs and nothing else of it. Throws
 * a `Mistake` that says why not and what mends it.
 */
export async function startSandbox({ confined = false } = {}): Promise<Sandbox> {
  const view = confined ? confinedView() : openView();
  const bwrap = [...unprivileged(), ...userNamespace, "bwrap", ...own, ...view, "--", "sh", "-ec", anchorScript];
  const command = isRoot() ? [...seenByOthers, project, process.execPath, ...bwrap] : bwrap;
  const starter = spawn(command);
  const said = await readUntil(starter.stdout, "ready\n");
  const anchor = said === "ready\n" ? firstProcess(starter.pid) : undefined;
  if (!anchor) {
    throw noSandbox(await new Response(starter.stderr).text());
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

function spawn(command: string[]) {
  try {
    return Bun.spawn(command, {
      stdio: ["pipe", "pipe", "pipe"],
      detached: true, // Ctrl-C in the terminal is for the lab script, not for the world
      env: { PATH: toolPath, HOME: "/tmp", LANG: process.env.LANG ?? "C.UTF-8" },
    });
  } catch (error) {
    throw noSandbox(reasonOf(error));
  }
}

// The user namespace comes first, in a step of its own: made together with it, the network namespace would be there before its
// owner's uids are known, and files like /proc/net/ip_tables_names would belong to nobody in the world.
const userNamespace = "bwrap --unshare-user --uid 0 --gid 0 --cap-add ALL --dev-bind / / --".split(" ");

const own =
  "--unshare-net --unshare-pid --as-pid-1 --unshare-ipc --unshare-uts --cap-add ALL --hostname host --chdir /".split(
    " ",
  );

// The outer bwrap starts the inner one, and that the first process of the world's pid namespace. They are asked of the kernel: bwrap
// has --info-fd, but where its reader was killed it leaves a child behind that waits for ever.
function firstProcess(starter: number): ProcessId | undefined {
  const childOf = (pid: string) => readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ")[0]!;
  return identify(Number(childOf(childOf(String(starter)))));
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
