import { type Pointer, read } from "bun:ffi";
import { constants } from "node:os";
import { libc } from "./libc.ts";

/** Every errno name by its number; errno(3). Where two names share one (EAGAIN, EWOULDBLOCK) the first wins. */
const NAMES = new Map<number, string>();
for (const [name, number] of Object.entries(constants.errno)) if (!NAMES.has(number)) NAMES.set(number, name);

export const { EAGAIN, EBUSY, EINTR, ENOBUFS, EPERM } = constants.errno;

/** A call into the kernel that failed: the message says what could not be done and the kernel's reason. */
export class KernelError extends Error {
  override name = "KernelError";
  /** The errno's name, e.g. "ENOENT". */
  readonly code: string;
  /** The kernel's reason alone, e.g. "No such file or directory". */
  readonly reason: string;

  constructor(
    action: string,
    readonly errno: number,
  ) {
    super(`${action}: ${errnoText(errno)}`);
    this.code = errnoName(errno);
    this.reason = errnoText(errno);
  }
}

/** "ENOENT" for 2; "E1234" for a number without a name. */
export const errnoName = (errno: number): string => NAMES.get(errno) ?? `E${errno}`;

/** "No such file or directory" for 2; strerror(3). */
export const errnoText = (errno: number): string => String(libc().strerror(errno));

let address: Pointer | undefined;

/** This thread's errno. Read it right after the call that failed: whatever Bun does next may change it. */
export const lastErrno = (): number => {
  address ??= libc().__errno_location() as Pointer;
  return read.i32(address, 0);
};

/** The result of a libc call, or a `KernelError` where it is -1. */
export function must(result: number, action: string): number {
  if (result >= 0) return result;
  throw new KernelError(action, lastErrno());
}
