// Files read where they are there, and written whole or not at all.

import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

/** The text of a file; undefined where it is not there, or cannot be read. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
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
