// Is a descriptor a terminal? Asked of libc: node:tty and `process.stdout` take Bun longer to load than to start.

import { dlopen, FFIType } from "bun:ffi";

/** Standard input 0, output 1, error 2: isatty(3). */
export const isTerminal = (fd: 0 | 1 | 2): boolean => libc().isatty(fd) === 1;

const load = () => dlopen("libc.so.6", { isatty: { args: [FFIType.i32], returns: FFIType.i32 } }).symbols;
let loaded: ReturnType<typeof load> | undefined;
const libc = () => {
  loaded ??= load();
  return loaded;
};
