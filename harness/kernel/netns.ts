// Opening a network namespace without trusting the owner of the path. network_namespaces(7), openat2(2), ioctl_ns(2).

import { closeSync, fstatSync } from "node:fs";
import { belongsTo } from "./ancestry.ts";
import { O_CLOEXEC, O_PATH, openBelow } from "./below.ts";
import { must } from "./errno.ts";
import { cString, libc } from "./libc.ts";

export type Netns = {
  /** The path it was opened by. */
  readonly path: string;
  readonly fd: number;
  /** Its identity: two paths with the same inode are one namespace. */
  readonly inode: number;
  /** May what is read of it be too much? See excess.ts. */
  readonly isBounded: boolean;
  close(): void;
};

/** There is something at the path, and it is no network namespace, or not this world's. */
export class NoNetns extends Error {
  constructor(
    action: string,
    /** What is the matter, without the path. */
    readonly reason: string,
  ) {
    super(`${action}: ${reason}`);
  }
}

export type OpenOptions = {
  /** The directory that `path` lies below, for a path that a student could have made: no symbolic link is followed. */
  root?: string;
  /** The inode of the user namespace that must own the network namespace, itself or by one below it (`stat -L /proc/PID/ns/user`). */
  owner?: number;
  /** The path to name it by, where it was not found by its own. */
  shown?: string;
  /** Is what is read of it limited? So it is in a sandbox; see excess.ts. */
  isBounded?: boolean;
};

const looking = O_PATH | O_CLOEXEC;
const NSFS_MAGIC = 0x6e736673; // linux/magic.h
const NS_GET_NSTYPE = 0xb703; // linux/nsfs.h
/** The kind of namespace, for setns(2) and as NS_GET_NSTYPE's answer; linux/sched.h. */
export const CLONE_NEWNET = 0x40000000;
const STATFS_BYTES = 120; // struct statfs of a 64-bit machine; f_type comes first

/**
 * Opens a network namespace: `/run/netns/NAME`, `/proc/PID/ns/net`, or with `root` a path inside another file system
 * tree, `openNetns("run/netns/docker1", { root: "/proc/4711/root", owner })`. There, an absolute symbolic link would
 * otherwise lead into our own tree, and a student's namespace could be swapped for the machine's. Throws where there is
 * none, where the path is something else, and where another user namespace owns it.
 */
export function openNetns(
  path: string,
  { root, owner, isBounded = false, shown = pathBelow(root, path) }: OpenOptions = {},
): Netns {
  const action = `Cannot open the network namespace "${shown}"`;
  const place =
    root === undefined ? must(libc().open(cString(path), looking, 0), action) : openBelow(root, path, looking, action);
  const fd = reopened(place, action);
  try {
    if (libc().ioctl(fd, NS_GET_NSTYPE, null) !== CLONE_NEWNET) throw noNetns(action);
    if (owner !== undefined && !belongsTo(fd, owner, action)) throw new NoNetns(action, "it belongs to another world");
    return { path: shown, fd, inode: fstatSync(fd).ino, isBounded, close: () => closeSync(fd) };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

const pathBelow = (root: string | undefined, path: string): string =>
  root === undefined ? path : `${root}/${path.replace(/^\/+/, "")}`;

/** Opens what was found, if it is a namespace: of anything else, to open it may do something, wait, or fail in its own way. */
function reopened(place: number, action: string): number {
  try {
    const statfs = Buffer.alloc(STATFS_BYTES);
    must(libc().fstatfs(place, statfs), action);
    if (statfs.readUInt32LE(0) !== NSFS_MAGIC) throw noNetns(action);
    return must(libc().open(cString(`/proc/self/fd/${place}`), O_CLOEXEC, 0), action);
  } finally {
    closeSync(place);
  }
}

const noNetns = (action: string) => new NoNetns(action, "it is not a network namespace");
