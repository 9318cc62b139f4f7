// Waiting in the kernel for whatever comes first. poll(2), pidfd_open(2), inotify(7).

import type { Pointer } from "bun:ffi";
import { closeSync, readSync } from "node:fs";
import { constants } from "node:os";
import { EINTR, KernelError, lastErrno, must } from "./errno.ts";
import { cString, libc } from "./libc.ts";

const POLLIN = 0x1;
const POLLPRI = 0x2;
const POLLOUT = 0x4;
const POLLFD_BYTES = 8; // struct pollfd: i32 fd, i16 events, i16 revents
const SYS_PIDFD_OPEN = 434n; // the same on every architecture
const IN_NONBLOCK_CLOEXEC = 0o2004000;
const IN_ONLYDIR_DONT_FOLLOW = 0x3000000;
const EVENT_BYTES = 16; // struct inotify_event: i32 wd, u32 mask, u32 cookie, u32 length of the name that follows

export const IN_MODIFY = 0x2;
export const IN_CLOSE_WRITE = 0x8;
export const IN_CLOSE_NOWRITE = 0x10;
export const IN_CREATE = 0x100;
export const IN_DELETE = 0x200;
export const IN_MOVED_FROM = 0x40;
export const IN_MOVED_TO = 0x80;

/**
 * Waits until at least one of the descriptors has something to tell, for ever or so many ms; gives those. Nothing else runs.
 * `urgent` are files that can always be read, and tell of a change by POLLPRI alone: mountinfo in proc(5).
 */
export const waitFor = (descriptors: number[], { limit = -1, urgent = [] as number[] } = {}): number[] =>
  poll(
    [...descriptors.map((fd) => ({ fd, events: POLLIN | POLLPRI })), ...urgent.map((fd) => ({ fd, events: POLLPRI }))],
    limit,
  );

/** Waits until something can be written, or nobody will read it. */
export const waitToWrite = (fd: number): void => void poll([{ fd, events: POLLOUT }], -1);

function poll(all: { fd: number; events: number }[], limit: number): number[] {
  const list = Buffer.alloc(all.length * POLLFD_BYTES);
  for (const [at, { fd, events }] of all.entries()) {
    list.writeInt32LE(fd, at * POLLFD_BYTES);
    list.writeInt16LE(events, at * POLLFD_BYTES + 4);
  }
  while (libc().poll(list, all.length, limit) < 0) {
    const errno = lastErrno();
    if (errno !== EINTR) throw new KernelError("Cannot wait", errno);
  }
  return all.flatMap(({ fd }, at) => (list.readInt16LE(at * POLLFD_BYTES + 6) !== 0 ? fd : []));
}

/** A descriptor that has something to tell when the process ends. */
export const openProcess = (pid: number): number =>
  must(libc().syscall(SYS_PIDFD_OPEN, pid, null, null, 0), `Cannot watch the process ${pid}`);

const SYS_PIDFD_SEND_SIGNAL = 424n; // the same on every architecture

/** Sends a signal to the very process of the descriptor; nothing happens where it has ended. pidfd_send_signal(2) */
export function signalProcess(descriptor: number, signal: NodeJS.Signals): void {
  if (libc().syscall(SYS_PIDFD_SEND_SIGNAL, descriptor, constants.signals[signal] as Pointer, null, 0) === 0) return;
  const errno = lastErrno();
  if (errno !== constants.errno.ESRCH) throw new KernelError(`Cannot send ${signal}`, errno);
}

export type FileEvent = { path: string; name: string; mask: number };

/** Watches folders. */
export function openInotify() {
  const fd = must(libc().inotify_init1(IN_NONBLOCK_CLOEXEC), "Cannot watch folders");
  const paths = new Map<number, string>();
  const buffer = Buffer.alloc(64 * 1024);
  return {
    fd,
    /** Watches a folder for the events of the mask; where it does so already, that stays. Throws where there is no such folder. */
    watch(path: string, mask: number): void {
      const watched = libc().inotify_add_watch(fd, cString(path), mask | IN_ONLYDIR_DONT_FOLLOW);
      paths.set(must(watched, `Cannot watch the folder "${path}"`), path);
    },
    /** What happened since the last call, when there is something to tell. */
    read(): FileEvent[] {
      const length = readSync(fd, buffer);
      const events: FileEvent[] = [];
      for (let at = 0; at < length; at += EVENT_BYTES + buffer.readUInt32LE(at + 12)) {
        const name = buffer.toString("utf8", at + EVENT_BYTES, at + EVENT_BYTES + buffer.readUInt32LE(at + 12));
        const path = paths.get(buffer.readInt32LE(at));
        if (path !== undefined)
          events.push({ path, name: name.replace(/\0.*/s, ""), mask: buffer.readUInt32LE(at + 4) });
      }
      return events;
    },
    close: () => closeSync(fd),
  };
}
