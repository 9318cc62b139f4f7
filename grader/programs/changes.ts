// Says what changes in a world: a line each time, and one at the start. A process of its own, for it only waits. It ends with
// its standard input, and with the world.
// bun grader/programs/changes.ts PID RECORD

import { closeSync, openSync, writeSync } from "node:fs";
import { leaveWith } from "../../harness/ground/error.ts";
import { KernelError } from "../../harness/kernel/errno.ts";
import { type Notices, openNotices } from "../../harness/kernel/notices.ts";
import { endWithParent } from "../../harness/kernel/parent.ts";
import {
  type FileEvent,
  IN_CLOSE_NOWRITE,
  IN_CLOSE_WRITE,
  IN_CREATE,
  IN_DELETE,
  IN_MODIFY,
  IN_MOVED_FROM,
  IN_MOVED_TO,
  openInotify,
  openProcess,
  waitFor,
} from "../../harness/kernel/wait.ts";
import { openWorld } from "../../harness/world/nodes.ts";

process.on("uncaughtException", leaveWith);
endWithParent();
const [pid = "", record = ""] = process.argv.slice(2);
const stdin = 0;
const world = openProcess(Number(pid));
const mounts = openSync(`/proc/${pid}/mountinfo`, "r"); // proc(5): it tells when something is mounted, as `ip netns add` does
const run = `/proc/${pid}/root/run`;
const names = `${run}/netns`;
const files = openInotify();
// a daemon's pid file, a configuration; the lock that iptables-legacy takes: of its tables the kernel tells nothing
files.watch(run, IN_CREATE | IN_DELETE | IN_MOVED_TO | IN_CLOSE_WRITE | IN_CLOSE_NOWRITE);
files.watch(record, IN_MODIFY | IN_CREATE); // a command was typed in a lab's shell: whatever it changed
const nodes = new Map<number, { name: string; notices: Notices[] }>(); // by inode
const holders = new Map<number, number>(); // by pid, what tells of its end: the node that is named by it ends too

follow();
say("start");
for (;;) {
  const sources = [...nodes.values()].flatMap(({ name, notices }) => notices.map((notice) => ({ name, notice })));
  const ready = waitFor([stdin, world, files.fd, ...holders.values(), ...sources.map(({ notice }) => notice.fd)], {
    urgent: [mounts],
  });
  if (ready.includes(stdin) || ready.includes(world)) process.exit(0);
  const events = ready.includes(files.fd) ? files.read() : [];
  for (const text of new Set(events.flatMap(described))) say(text);
  for (const { name, notice } of sources)
    if (ready.includes(notice.fd)) for (const change of notice.drain()) say(`${name} ${change}`);
  // whoever reads the folder of the names closes it, and so does what follows
  const isRenamed = events.some(
    ({ path, name, mask }) =>
      path === names || path === record || (path === run && name === "netns" && !(mask & IN_CLOSE_NOWRITE)),
  );
  if (isRenamed || [mounts, ...holders.values()].some((fd) => ready.includes(fd))) follow();
}

/** Listens on the nodes that are there now. Who listens keeps a network namespace alive, so gone ones are let go at once. */
function follow(): void {
  watchNames();
  const { nodes: present, holders: alive } = worldNow();
  for (const [inode, { name, notices }] of nodes)
    if (!present.some((node) => node.inode === inode)) {
      for (const notice of notices) notice.close();
      nodes.delete(inode);
      say(`${name} gone`);
    }
  for (const node of present) {
    if (!nodes.has(node.inode)) {
      nodes.set(node.inode, { name: node.name, notices: openNotices(node.netns) });
      say(`${node.name} new`);
    }
    node.close();
  }
  for (const [pid, fd] of holders)
    if (!alive.includes(pid)) {
      closeSync(fd);
      holders.delete(pid);
    }
  if (!alive.every(isWatched)) follow();
}

/** Not if it has ended since the world was read. */
function isWatched(pid: number): boolean {
  try {
    if (!holders.has(pid)) holders.set(pid, openProcess(pid));
    return true;
  } catch (error) {
    if (error instanceof KernelError && error.code === "ESRCH") return false;
    throw error;
  }
}

/** The folder is made with the first name. */
function watchNames(): void {
  try {
    files.watch(names, IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO);
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
  }
}

function worldNow() {
  try {
    return openWorld(pid);
  } catch (error) {
    if (waitFor([world], { limit: 1000 }).length) process.exit(0); // it is just ending
    throw error;
  }
}

function described({ path, name, mask }: FileEvent): string[] {
  if (path === record) return /^\d/.test(name) ? ["typed"] : []; // hints are there too
  const isRead = mask & IN_CLOSE_NOWRITE && name !== "xtables.lock";
  return isRead ? [] : [`host /run/${path === names ? `netns/${name}` : name}`];
}

function say(what: string): void {
  try {
    writeSync(1, `${what}\n`);
  } catch {
    process.exit(0); // nobody listens any more
  }
}
