// Puts a world's nodes where `ip netns` looks for names, in the mount namespace of this process: a check's own, in which that begins.
// bun grader/programs/with-names.ts PID

import { closeSync, mkdirSync, openSync } from "node:fs";
import { leaveWith } from "../../harness/ground/error.ts";
import { must } from "../../harness/kernel/errno.ts";
import { cString, libc } from "../../harness/kernel/libc.ts";
import { netnsNameOf } from "../../harness/world/names.ts";
import { openWorld } from "../../harness/world/nodes.ts";

process.on("uncaughtException", leaveWith);
const MS_BIND = 4096n; // linux/mount.h
const [pid = ""] = process.argv.slice(2);
const { nodes } = openWorld(pid); // opened, a namespace stays the one that was looked at, whatever becomes of its name
mount("tmpfs", "/run", "tmpfs");
mkdirSync("/run/netns");
for (const { name, netns } of nodes.filter(({ name }) => name !== "host")) {
  const path = `/run/netns/${netnsNameOf(name)}`;
  closeSync(openSync(path, "a"));
  mount(`/proc/self/fd/${netns.fd}`, path, "", MS_BIND);
}
process.exit(0);

function mount(source: string, target: string, type: string, flags = 0n): void {
  must(libc().mount(cString(source), cString(target), cString(type), flags, null), `Cannot mount "${target}"`);
}
