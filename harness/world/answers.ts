// The answers of an exercise, read from outside: files that the student's world made.

import { closeSync, constants, fstatSync, readSync } from "node:fs";
import { openBelow } from "../kernel/below.ts";

const longest = 4096; // bytes; an answer is a few words

/**
 * The words of the answer, in small letters; undefined where there is none. No symbolic link is followed, nothing but a
 * file is read, and no more of it than an answer may have. `files` is where the world's files are seen from here.
 */
export function answerIn(files: string, name: string): string[] | undefined {
  let fd: number;
  try {
    const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
    fd = openBelow(files, `run/answers/${name}`, flags, `Cannot open the answer "${name}"`);
  } catch {
    return undefined; // not there, or a link that leads elsewhere
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile() || stat.size > longest) return undefined;
    const bytes = Buffer.alloc(longest);
    const text = bytes.toString("utf8", 0, readSync(fd, bytes, 0, longest, 0));
    return text
      .toLowerCase()
      .split(/[\s,;]+/)
      .filter(Boolean);
  } finally {
    closeSync(fd);
  }
}
