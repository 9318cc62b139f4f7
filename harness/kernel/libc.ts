// The C library, loaded at the first call: dlopen costs a millisecond that a program without kernel state need not pay.

import { dlopen, FFIType as T } from "bun:ffi";

/** Sizes and results fit in 32 bits here, and -1 must read as -1: so `i32` also where C says `ssize_t` or `long`. */
const SYMBOLS = {
  setns: { args: [T.i32, T.i32], returns: T.i32 },
  fstatfs: { args: [T.i32, T.ptr], returns: T.i32 },
  ioctl: { args: [T.i32, T.u64, T.ptr], returns: T.i32 },
  open: { args: [T.ptr, T.i32, T.i32], returns: T.i32 },
  readlinkat: { args: [T.i32, T.ptr, T.ptr, T.u64], returns: T.i32 },
  getdents64: { args: [T.i32, T.ptr, T.u64], returns: T.i32 },
  syscall: { args: [T.i64, T.i32, T.ptr, T.ptr, T.u64], returns: T.i32 },
  socket: { args: [T.i32, T.i32, T.i32], returns: T.i32 },
  connect: { args: [T.i32, T.ptr, T.u32], returns: T.i32 },
  listen: { args: [T.i32, T.i32], returns: T.i32 },
  accept4: { args: [T.i32, T.ptr, T.ptr, T.i32], returns: T.i32 },
  getsockname: { args: [T.i32, T.ptr, T.ptr], returns: T.i32 },
  bind: { args: [T.i32, T.ptr, T.u32], returns: T.i32 },
  sendto: { args: [T.i32, T.ptr, T.u64, T.i32, T.ptr, T.u32], returns: T.i32 },
  recvfrom: { args: [T.i32, T.ptr, T.u64, T.i32, T.ptr, T.ptr], returns: T.i32 },
  setsockopt: { args: [T.i32, T.i32, T.i32, T.ptr, T.u32], returns: T.i32 },
  getsockopt: { args: [T.i32, T.i32, T.i32, T.ptr, T.ptr], returns: T.i32 },
  poll: { args: [T.ptr, T.u64, T.i32], returns: T.i32 },
  mount: { args: [T.ptr, T.ptr, T.ptr, T.u64, T.ptr], returns: T.i32 },
  inotify_init1: { args: [T.i32], returns: T.i32 },
  inotify_add_watch: { args: [T.i32, T.ptr, T.u32], returns: T.i32 },
  pipe2: { args: [T.ptr, T.i32], returns: T.i32 },
  prctl: { args: [T.i32, T.u64, T.u64, T.u64, T.u64], returns: T.i32 },
  memfd_create: { args: [T.ptr, T.u32], returns: T.i32 },
  mmap: { args: [T.ptr, T.u64, T.i32, T.i32, T.i32, T.i64], returns: T.i64 },
  munmap: { args: [T.i64, T.u64], returns: T.i32 },
  setfsuid: { args: [T.u32], returns: T.i32 },
  setpgid: { args: [T.i32, T.i32], returns: T.i32 },
  tcgetpgrp: { args: [T.i32], returns: T.i32 },
  tcsetpgrp: { args: [T.i32, T.i32], returns: T.i32 },
  tcgetattr: { args: [T.i32, T.ptr], returns: T.i32 },
  tcsetattr: { args: [T.i32, T.i32, T.ptr], returns: T.i32 },
  signal: { args: [T.i32, T.u64], returns: T.u64 },
  strerror: { args: [T.i32], returns: T.cstring },
  __errno_location: { args: [], returns: T.ptr },
} as const;

const load = () => dlopen("libc.so.6", SYMBOLS).symbols;

let loaded: ReturnType<typeof load> | undefined;

/** The functions of libc that are called here, by their C names. A failing one gives -1 and sets errno: `errno.ts`. */
export const libc = () => {
  loaded ??= load();
  return loaded;
};

/** A string as C wants it: UTF-8, ended by a zero byte. */
export const cString = (text: string): Buffer => Buffer.from(`${text}\0`);
