// The guardian of a lab on the machine: a process that puts the machine back when the one that builds dies before its end, or
// when it is told to end itself. Where it was killed, `down` and the next `up` do it from the snapshot.

import { join } from "node:path";
import { Mistake } from "../ground/error.ts";
import { project, toolPath } from "../ground/paths.ts";
import { identify, type ProcessId } from "../ground/process.ts";

export type Guardian = {
  kind: "machine";
  /** Stands for the machine's own network stack: there is no sandbox around it to enter. */
  anchor: ProcessId;
  /** The lab is complete: it stays up without its starter. */
  release(): Promise<void>;
};

// Reading from standard input is the leash: end-of-file (the starter died) before `go` puts the machine back.
const script = `
trap 'exec "$0" "$@"' TERM INT HUP
echo ready
exec >/dev/null 2>&1
read go || exec "$0" "$@"
exec <&-
while :; do sleep infinity & wait; done
`;

/** Starts it in an IPC namespace of its own: the mark of the lab's processes. */
export async function startGuardian(): Promise<Guardian> {
  const putBack = [process.execPath, join(project, "harness/programs/put-back.ts")];
  const child = Bun.spawn(["unshare", "--ipc", "sh", "-c", script, ...putBack], {
    stdio: ["pipe", "pipe", "pipe"],
    detached: true, // Ctrl-C in the terminal is for the lab script
    cwd: "/",
    env: { PATH: toolPath, HOME: "/tmp", LANG: "C.UTF-8" },
  });
  const { value } = await child.stdout.getReader().read();
  const anchor = value && identify(child.pid);
  if (!anchor) throw new Mistake(`Cannot start the machine's guardian: ${(await child.stderr.text()).trim()}`);
  child.unref();
  return {
    kind: "machine",
    anchor,
    async release() {
      child.stdin.write("go\n");
      await child.stdin.end();
    },
  };
}
