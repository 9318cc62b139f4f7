// Opening a network namespace without trusting the owner of the path. network_namespaces(7), openat2(2), ioctl_ns(2).

import { closeSync, fstatSync } from "node:fs";
import { EPERM, lastErrno, must } from "./errno.ts";
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
  /** The inode of the user namespace that must own the network namespace (what `stat -L /proc/PID/ns/user` shows). */
  owner?: number;
  /** Is what is read of it limited? So it is in a sandbox; see excess.ts. */
  isBounded?: boolean;
};

const O_PATH = 0o10000000; // fcntl(2), asm-generic values: the same on x86-64 and arm64
const O_CLOEXEC = 0o2000000;
const O_NONBLOCK = 0o4000; // a FIFO laid out as a trap shall not hold us up
const O_NOCTTY = 0o400;
const SYS_OPENAT2 = 437n; // the same on every architecture
const RESOLVE_NO_SYMLINKS = 0x04; // linux/openat2.h
const RESOLVE_IN_ROOT = 0x10;
const NSFS_MAGIC = 0x6e736673; // linux/magic.h
const NS_GET_USERNS = 0xb701; // linux/nsfs.h
const NS_GET_NSTYPE = 0xb703;
/** The kind of namespace, for setns(2) and as NS_GET_NSTYPE's answer; linux/sched.h. */
export const CLONE_NEWNET = 0x40000000;
const STATFS_BYTES = 120; // struct statfs of a 64-bit machine; f_type comes first

/**
 * Opens a network namespace: `/run/netns/NAME`, `/proc/PID/ns/net`, or with `root` a path inside another file system
 * tree, `openNetns("run/netns/docker1", { root: "/proc/4711/root", owner })`. There, an absolute symbolic link would
 * otherwise lead into our own tree, and a student's namespace could be swapped for the machine's. Throws where there is
 * none, where the path is something else, and where another user namespace owns it.
 */
export function openNetns(path: string, { root, owner, isBounded = false }: OpenOptions = {}): Netns {
  const shown = root === undefined ? path : `${root}/${path.replace(/^\/+/, "")}`;
  const action = `Cannot open the network namespace "${shown}"`;
  const flags = O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
  const fd =
    root === undefined ? must(libc().open(cString(path), flags, 0), action) : openBelow(root, path, flags, action);
  try {
    requireNetns(fd, action);
    if (owner !== undefined && ownerOf(fd, action) !== owner) throw new NoNetns(action, "it belongs to another world");
    return { path: shown, fd, inode: fstatSync(fd).ino, isBounded, close: () => closeSync(fd) };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** openat2(2): `path` as a process sees it whose root directory is `root`, and no symbolic link followed. The caller closes it. */
export function openBelow(root: string, path: string, flags: number, action: string): number {
  const rootFd = must(libc().open(cString(root), O_PATH | O_CLOEXEC, 0), action);
  try {
    const resolve = RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS;
    const how = new BigUint64Array([BigInt(flags), 0n, BigInt(resolve)]); // struct open_how: flags, mode, resolve
    return must(libc().syscall(SYS_OPENAT2, rootFd, cString(path), how, how.byteLength), action);
  } finally {
    closeSync(rootFd);
  }
}

function requireNetns(fd: number, action: string): void {
  const statfs = Buffer.alloc(STATFS_BYTES);
  must(libc().fstatfs(fd, statfs), action);
  // only files of nsfs know this ioctl: another file system's could do anything with it
  const isNetns = statfs.readUInt32LE(0) === NSFS_MAGIC && libc().ioctl(fd, NS_GET_NSTYPE, null) === CLONE_NEWNET;
  if (!isNetns) throw new NoNetns(action, "it is not a network namespace");
}

/** The inode of the user namespace that owns the network namespace; ioctl_ns(2). */
function ownerOf(fd: number, action: string): number | undefined {
  const userns = libc().ioctl(fd, NS_GET_USERNS, null);
  if (userns < 0 && lastErrno() === EPERM) return undefined; // an owner above our own: not one of our worlds
  must(userns, action);
  try {
    return fstatSync(userns).ino;
  } finally {
    closeSync(userns);
  }
}
