// The answers of an exercise, read from outside: files that the student's world made.

import { bytesBelow } from "../kernel/below.ts";

const longest = 4096; // bytes; an answer is a few words

/**
 * The words of the answer, in small letters; undefined where there is none. No symbolic link is followed, nothing but a
 * file is read, and no more of it than an answer may have. `files` is where the world's files are seen from here.
 */
export function answerIn(files: string, name: string): string[] | undefined {
  const bytes = bytesBelow(files, `run/answers/${name}`, longest + 1);
  if (!bytes || bytes.length > longest) return undefined;
  return bytes
    .toString("utf8")
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter(Boolean);
}
