// A folder's names, as bytes and no more than are wanted: a student can lay out a million. getdents64(2).

import { closeSync } from "node:fs";
import { must } from "./errno.ts";
import { libc } from "./libc.ts";
import { openBelow } from "./netns.ts";

const O_DIRECTORY = process.arch === "arm64" ? 0o40000 : 0o200000; // fcntl(2)
const O_CLOEXEC = 0o2000000;
// struct linux_dirent64: u64 inode, i64 offset, u16 length, u8 type, then the name, ended by a zero byte
const [LENGTH_AT, NAME_AT] = [16, 19];

/**
 * The names in a folder below `root`, in no order, without "." and ".."; no symbolic link is followed. Ends with the first
 * name beyond `most`: where more come back than that, there are more.
 */
export function namesBelow(root: string, path: string, most: number): Buffer[] {
  const action = `Cannot read the folder "${root}/${path}"`;
  const fd = openBelow(root, path, O_DIRECTORY | O_CLOEXEC, action);
  const buffer = Buffer.alloc(64 * 1024);
  const names: Buffer[] = [];
  try {
    for (;;) {
      const length = must(libc().getdents64(fd, buffer, buffer.length), action);
      if (length === 0) return names;
      for (let at = 0; at < length; at += buffer.readUInt16LE(at + LENGTH_AT)) {
        const name = buffer.subarray(at + NAME_AT, buffer.indexOf(0, at + NAME_AT));
        if (name.equals(dot) || name.equals(dots)) continue;
        names.push(Buffer.from(name));
        if (names.length > most) return names;
      }
    }
  } finally {
    closeSync(fd);
  }
}

const [dot, dots] = [Buffer.from("."), Buffer.from("..")];
