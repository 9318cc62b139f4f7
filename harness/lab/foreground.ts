// A program that was started from outside by a word in a lab's shell has the terminal while it runs, as the shell's own jobs have
// theirs: its keys, Ctrl-C, the window's size. credentials(7), tcsetpgrp(3), termios(3).

import { libc } from "../kernel/libc.ts";
import { foregroundMark } from "../world/marks.ts";

const SIGTTOU = 22; // asm-generic/signal.h
const [SIG_DFL, SIG_IGN] = [0, 1];
const TCSADRAIN = 1; // asm-generic/termbits.h
// glibc's struct termios: four flags of 4 bytes, c_line, then c_cc; VSUSP is its eleventh
const [TERMIOS_BYTES, SUSPEND_AT] = [60, 4 * 4 + 1 + 10];

/** Whoever is not in the foreground would be stopped for this: unless it ignores the signal. */
function ignoringStops<T>(work: () => T): T {
  const before = libc().signal(SIGTTOU, SIG_IGN);
  try {
    return work();
  } finally {
    libc().signal(SIGTTOU, Number(before) === SIG_IGN ? SIG_IGN : SIG_DFL);
  }
}

/** Makes this process and its children to come the terminal's foreground. Ctrl-Z is a plain key: nobody could wake them. */
export function takeTerminal(): void {
  delete process.env[foregroundMark];
  ignoringStops(() => {
    libc().setpgid(0, 0);
    libc().tcsetpgrp(0, process.pid);
    const modes = termios();
    modes[SUSPEND_AT] = 0; // _POSIX_VDISABLE
    libc().tcsetattr(0, TCSADRAIN, modes);
  });
}

/** The process group that has the terminal. */
export const foregroundGroup = (): number => libc().tcgetpgrp(0);

/** Remembers the terminal's modes; gives what puts them back, and hands the terminal to that group. */
export function lendTerminal(): (group: number) => void {
  const modes = termios();
  return (group) =>
    ignoringStops(() => {
      libc().tcsetattr(0, TCSADRAIN, modes);
      libc().tcsetpgrp(0, group);
    });
}

function termios(): Uint8Array {
  const modes = new Uint8Array(TERMIOS_BYTES);
  libc().tcgetattr(0, modes);
  return modes;
}
