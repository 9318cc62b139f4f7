// Pipes of our own: what Bun makes for a child's output are sockets, and a socket cannot be opened anew by /dev/stderr.

import { closeSync, readSync } from "node:fs";
import { must } from "./errno.ts";
import { libc } from "./libc.ts";

export type Pipe = {
  /** Handed to a child; this process closes it then. */
  writeEnd: number;
  /** What is in it now; never waits. */
  read(): Buffer;
  close(): void;
};

const O_CLOEXEC = 0o2000000; // fcntl(2)
const FIONBIO = 0x5421; // asm-generic/ioctls.h
const PIPE_BYTES = 64 * 1024; // pipe(7): what one holds

/** Opens a pipe. The caller closes both ends. */
export function openPipe(): Pipe {
  const ends = new Int32Array(2);
  must(libc().pipe2(ends, O_CLOEXEC), "Cannot make a pipe");
  const [readEnd = -1, writeEnd = -1] = ends;
  must(libc().ioctl(readEnd, FIONBIO, new Int32Array([1])), "Cannot make a pipe"); // this end alone: who writes may have to wait
  const buffer = Buffer.alloc(PIPE_BYTES);
  return {
    writeEnd,
    read() {
      try {
        return buffer.subarray(0, readSync(readEnd, buffer));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EAGAIN") return buffer.subarray(0, 0);
        throw error;
      }
    },
    close: () => closeSync(readEnd),
  };
}
