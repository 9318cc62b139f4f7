// Being inside a network namespace for a moment. setns(2) moves one thread only: the one that runs JavaScript.

import { KernelError, lastErrno, must } from "./errno.ts";
import { libc } from "./libc.ts";
import { CLONE_NEWNET, type Netns, openNetns } from "./netns.ts";

let home: Netns | undefined; // the namespace this thread started in
let here: Netns | undefined; // the one it is in now

/**
 * Runs `work` with this thread in the network namespace, and comes back, also when `work` throws. Sockets opened and
 * processes started in it belong to that namespace for good. `work` must not be async: what comes after its first
 * `await` would run elsewhere. Needs CAP_SYS_ADMIN over both namespaces: an ordinary user's process has it after
 * `nsenter -t PID -U -n --preserve-credentials` (with `-U` alone there is no way back to the machine's namespace, so
 * that is refused before leaving).
 */
export function within<R>(netns: Netns, work: () => R): R {
  const back = here ?? openHome();
  must(libc().setns(netns.fd, CLONE_NEWNET), `Cannot enter the network namespace "${netns.path}"`);
  here = netns;
  try {
    const result = work();
    if (result instanceof Promise) throw new TypeError("Cannot run an async function within a network namespace");
    return result;
  } finally {
    if (libc().setns(back.fd, CLONE_NEWNET) !== 0) abandon(back, lastErrno());
    here = back;
  }
}

/**
 * The namespace to come back to, tested once: entering the namespace one is in asks for the same rights as coming back
 * to it.
 */
function openHome(): Netns {
  if (home) return home;
  const own = openNetns("/proc/thread-self/ns/net");
  const action =
    "Cannot leave this process's network namespace, for there would be no way back (enter with `nsenter -U -n`)";
  must(libc().setns(own.fd, CLONE_NEWNET), action);
  home = own;
  return home;
}

/** A thread left in a student's namespace must do nothing more: every later result would be about the wrong place. */
function abandon(back: Netns, errno: number): never {
  process.stderr.write(`${new KernelError(`Cannot return to the network namespace "${back.path}"`, errno).message}\n`);
  process.exit(2);
}

// socket(2), asm-generic values: the same on x86-64 and arm64
export const SOCK_STREAM = 1;
export const SOCK_DGRAM = 2;
export const SOCK_RAW = 3;
export const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
export const SOL_SOCKET = 1;

/**
 * A socket that lives in the network namespace, close-on-exec; `type` may carry SOCK_NONBLOCK. The caller closes it.
 */
export const socketIn = (netns: Netns, family: number, type: number, protocol: number): number =>
  within(netns, () =>
    must(
      libc().socket(family, type | SOCK_CLOEXEC, protocol),
      `Cannot open a socket in the network namespace "${netns.path}"`,
    ),
  );

/** Runs `work` as another user, as far as files and sockets are concerned: setfsuid(2) moves one thread only. */
export function asUser<R>(uid: number | undefined, work: () => R): R {
  if (uid === undefined) return work();
  const own = libc().setfsuid(uid);
  try {
    return work();
  } finally {
    libc().setfsuid(own);
  }
}
