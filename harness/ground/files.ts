// Files read where they are there, and written whole or not at all.

import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { Mistake } from "./error.ts";
import { quote } from "./quote.ts";

/** The text of a file; undefined where it is not there, or cannot be read. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** At most so many bytes of a file's beginning, for what somebody else can make as long as he likes. */
export function beginningOf(path: string, most: number): string | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(path, "r");
    const parts: Buffer[] = [];
    for (let left = most, length = -1; left > 0 && length !== 0; left -= length) {
      const part = Buffer.alloc(Math.min(left, 64 * 1024));
      length = readSync(fd, part, 0, part.length, null);
      parts.push(part.subarray(0, length));
    }
    return Buffer.concat(parts).toString();
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** The text of a plain file. Throws where something else is there: a FIFO would let its reader wait for a writer. */
export function textOfFile(path: string): string {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!fstatSync(fd).isFile()) throw new Mistake(`Cannot read "${path}": it is not a file`, `rm ${quote(path)}`);
    return readFileSync(fd, "utf8");
  } finally {
    closeSync(fd);
  }
}

/** The names in a folder, sorted; none where it is not there, or cannot be read. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** Writes a file whole or not at all: a full disk or a kill leaves the earlier one. */
export function writeWhole(path: string, data: string | Uint8Array, mode = 0o666): void {
  const draft = `${path}.draft`;
  try {
    writeFileSync(draft, data, { mode });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
