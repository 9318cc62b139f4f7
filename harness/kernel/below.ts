// Looking at a file tree that a student made, without being led out of it: openat2(2). No symbolic link is followed.

import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { KernelError, must } from "./errno.ts";
import { cString, libc } from "./libc.ts";

export const O_PATH = 0o10000000; // fcntl(2), asm-generic values: the same on x86-64 and arm64
export const O_CLOEXEC = 0o2000000;
export const O_DIRECTORY = process.arch === "arm64" ? 0o40000 : 0o200000;
const O_NOFOLLOW = process.arch === "arm64" ? 0o100000 : 0o400000;
const SYS_OPENAT2 = 437n; // the same on every architecture
const RESOLVE_NO_SYMLINKS = 0x04; // linux/openat2.h
const RESOLVE_IN_ROOT = 0x10;
const PATH_MAX = 4096; // linux/limits.h
// struct linux_dirent64: u64 inode, i64 offset, u16 length, u8 type, then the name, ended by a zero byte
const [LENGTH_AT, NAME_AT] = [16, 19];
/** What open(2) says where there is no such file, or where it is a symbolic link, a socket, a device that is not there. */
const notThere = ["ENOENT", "ENOTDIR", "ELOOP", "ENXIO", "ENODEV"];

/** Opens `path` as a process sees it whose root directory is `root`. The caller closes it. */
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

/**
 * The names in the folder as bytes, in no order, without "." and ".."; none where there is no such folder. Ends with the first name
 * beyond `most`: where more come back than that, there are more; a student can lay out a million.
 */
export const namesBelow = (root: string, path: string, most: number): Buffer[] =>
  opened(root, path, O_DIRECTORY, (fd) => {
    const buffer = Buffer.alloc(64 * 1024);
    const names: Buffer[] = [];
    for (;;) {
      const length = must(libc().getdents64(fd, buffer, buffer.length), `Cannot read the folder "${root}/${path}"`);
      if (length === 0) return names;
      for (let at = 0; at < length; at += buffer.readUInt16LE(at + LENGTH_AT)) {
        const name = buffer.subarray(at + NAME_AT, buffer.indexOf(0, at + NAME_AT));
        if (name.equals(dot) || name.equals(dots)) continue;
        names.push(Buffer.from(name));
        if (names.length > most) return names;
      }
    }
  }) ?? [];

/**
 * What the file holds, at most `most` bytes of it; undefined where it cannot be read, and where it is no file that is stored. What
 * the kernel makes up as it is read (/proc/kmsg, mounted there) would be read with our rights, and not with the student's.
 */
export function bytesBelow(root: string, path: string, most: number): Buffer | undefined {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK; // somebody may have a lease on it: fcntl(2)
  try {
    return opened(root, path, O_PATH | O_NOFOLLOW, (place) => {
      if (!fstatSync(place).isFile() || !isStored(place)) return undefined;
      const fd = openSync(`/proc/self/fd/${place}`, flags);
      try {
        const bytes = Buffer.alloc(most);
        return bytes.subarray(0, readSync(fd, bytes, 0, most, 0));
      } finally {
        closeSync(fd);
      }
    });
  } catch {
    return undefined;
  }
}

const STATFS_BYTES = 120; // struct statfs of a 64-bit machine: f_type, f_bsize, f_blocks, 8 bytes each …
const inMemory = [0x01021994, 0x858458f6]; // linux/magic.h: TMPFS_MAGIC, RAMFS_MAGIC; without a limit they count no blocks

/** File systems that are the kernel's own words (proc, sysfs, cgroup …) have no blocks: statfs(2). */
function isStored(fd: number): boolean {
  const statfs = Buffer.alloc(STATFS_BYTES);
  must(libc().fstatfs(fd, statfs), "Cannot tell where a file lies");
  return statfs.readBigUInt64LE(16) > 0n || inMemory.includes(statfs.readUInt32LE(0));
}

const [dot, dots] = [Buffer.from("."), Buffer.from("..")];

/** The text of the symbolic link; undefined where the path is something else. */
export const linkBelow = (root: string, path: string): string | undefined =>
  opened(root, path, O_PATH | O_NOFOLLOW, (fd) => {
    const text = Buffer.alloc(PATH_MAX);
    const length = libc().readlinkat(fd, cString(""), text, text.length); // ENOENT where it is no link: readlink(2)
    return length < 0 ? undefined : text.toString("utf8", 0, length);
  });

function opened<T>(root: string, path: string, flags: number, look: (fd: number) => T): T | undefined {
  let fd: number;
  try {
    fd = openBelow(root, path, flags | O_CLOEXEC, `Cannot open "${root}/${path}"`);
  } catch (error) {
    if (error instanceof KernelError && notThere.includes(error.code)) return undefined;
    throw error;
  }
  try {
    return look(fd);
  } finally {
    closeSync(fd);
  }
}
