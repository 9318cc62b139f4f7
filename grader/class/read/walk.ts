// The files in a student's folder, and in the folders in it: names, what kind they are, nothing opened, no link followed.

import { lstatSync, type Stats } from "node:fs";
import { fileNames, pathIn } from "../../../harness/ground/file-name.ts";

export type Found = {
  /** From the folder: "lab3/mine.sh". */
  file: string;
  path: Buffer;
  stat: Stats;
};

const deepest = 4; // folders in folders: a repository may hold anything
const most = 2000; // entries

// what editors, systems and package managers leave
const notTheirs = /^(?:\.|__MACOSX$|node_modules$|Thumbs\.db$|desktop\.ini$)/;
const isScriptOfLab = /^\d\d-.*\.\w+$/;

/** All of them, those that lie higher first; and whether that is not all. Throws where the folder cannot be read. */
export function filesIn(folder: Buffer): { files: Found[]; isAll: boolean } {
  const files: Found[] = [];
  let seen = 0;
  let isAll = true;
  let level: { prefix: string; path: Buffer }[] = [{ prefix: "", path: folder }];
  for (let depth = 0; level.length && depth <= deepest; depth++) {
    const next: typeof level = [];
    for (const { prefix, path } of level) {
      const names = depth === 0 ? fileNames(path) : namesOrNone(path);
      // a folder that is called like a script, or has nothing in it, is told of as what was handed in
      for (const { bytes, text } of names) {
        if (notTheirs.test(text)) continue;
        if (++seen > most) return { files, isAll: false };
        const found = { file: `${prefix}${text}`, path: pathIn(path, bytes) };
        const stat = lstatSync(found.path, { throwIfNoEntry: false });
        if (!stat) continue;
        if (!stat.isDirectory() || isScriptOfLab.test(text) || isEmptyOfLab(text, found.path))
          files.push({ ...found, stat });
        if (stat.isDirectory()) next.push({ prefix: `${found.file}/`, path: found.path });
      }
    }
    if (next.length && depth === deepest) isAll = false;
    level = next;
  }
  return { files, isAll };
}

const isEmptyOfLab = (name: string, path: Buffer): boolean => /^\d\d-/.test(name) && namesOrNone(path).length === 0;

function namesOrNone(folder: Buffer) {
  try {
    return fileNames(folder);
  } catch {
    return [];
  }
}
