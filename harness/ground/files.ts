// Files read where they are there, and written whole or not at all.

import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
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
