// Which files of the project are shell scripts: those that say so in their first line.

import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";

/** Paths, relative to root, of the files with a sh or bash shebang. */
export function shellScripts(root: string): string[] {
  const files = new Bun.Glob("**/*").scanSync({ cwd: root, dot: true });
  return [...files]
    .filter((path) => !/^(\.git|node_modules|out)\//.test(path))
    .filter((path) => /^#!.*\b(ba|da)?sh\b/.test(firstLine(join(root, path))))
    .sort();
}

function firstLine(path: string): string {
  const file = openSync(path, "r");
  try {
    const start = Buffer.alloc(64);
    return start.toString("utf8", 0, readSync(file, start)).split("\n")[0] ?? "";
  } finally {
    closeSync(file);
  }
}
