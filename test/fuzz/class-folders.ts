// Folders of a class: whatever lies in one, nobody is lost, and nothing is opened that is no file.

import { dlopen, FFIType } from "bun:ffi";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { readClass, type Student } from "../../grader/class/submissions.ts";
import { Mistake } from "../../harness/ground/error.ts";
import { newFolder } from "../folder.ts";
import { type Properties, property } from "./property.ts";

const { mkfifo } = dlopen("libc.so.6", { mkfifo: { args: [FFIType.ptr, FFIType.u32], returns: FFIType.i32 } }).symbols;
const root = newFolder("fuzz");

const byte = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...Buffer.from("03-ab.sh %é中")) },
  fc.integer({ min: 1, max: 255 }),
);
const name = fc
  .array(byte, { minLength: 1, maxLength: 12 })
  .map((list) => Buffer.from(list.filter((one) => one !== 0x2f)))
  .filter((bytes) => bytes.length > 0 && ![".", ".."].includes(bytes.toString("latin1")));
const kind = fc.constantFrom("file", "folder", "link", "fifo", "closed");
const script = fc.tuple(
  fc.oneof(
    name.map((rest) => Buffer.concat([Buffer.from("03-"), rest])),
    name,
  ),
  kind,
);
// a file whose name has Windows' "\\" is a folder's, and one more student
const student = fc.tuple(
  name.filter((bytes) => !bytes.includes(0x5c)),
  kind,
  fc.array(script, { maxLength: 4 }),
);

const within = (folder: Buffer, name: Buffer) => Buffer.concat([folder, Buffer.from("/"), name]);
const mode = 0o644;

function make(path: Buffer, kind: string): boolean {
  try {
    if (kind === "folder") mkdirSync(path);
    else if (kind === "link") symlinkSync("/etc/passwd", path);
    else if (kind === "fifo") return mkfifo(Buffer.concat([path, Buffer.of(0)]), mode) === 0;
    else writeFileSync(path, "true\n", { mode: kind === "closed" ? 0 : mode, flag: "wx" });
    return true;
  } catch {
    return false; // that name is taken
  }
}

/** As a submission is named; an editor's copy is none. */
const isNamed = (file: string): boolean => /^\d\d-(?!.*(?:~|\.(?:bak|orig|old|save))\s*$)/is.test(file);

let count = 0;

export const properties: Properties = {
  "everybody is there once, and what is handed in too": property(fc.array(student, { maxLength: 5 }), (students) => {
    const dir = Buffer.from(join(root, String(count++)));
    mkdirSync(dir);
    try {
      let folders = 0;
      let scripts = 0;
      for (const [name, kind, files] of students) {
        const path = within(dir, name);
        const isMade = make(path, kind);
        const isHidden = name[0] === 0x2e;
        if (!isMade) continue;
        if (!isHidden && kind !== "file" && kind !== "closed") folders++;
        if (kind !== "folder") continue;
        for (const [file, what] of files)
          if (make(within(path, file), what) && !isHidden && isNamed(file.toString("latin1"))) scripts++;
      }
      const read = readOrNobody(dir.toString());
      const ids = read.map(({ id }) => id);
      const handedIn = read.flatMap(({ submissions }) => submissions);
      const names = handedIn.map(({ student, file }) => JSON.stringify([student, file]));
      return (
        // a class with no folder may be flat
        (folders === 0 ||
          (read.length === folders && handedIn.filter(({ file }) => isNamed(file)).length === scripts)) &&
        new Set(ids).size === ids.length &&
        new Set(names).size === names.length &&
        [...ids, ...names].every((text) => text.isWellFormed()) &&
        handedIn.every(({ sha256, problem }) => sha256 !== undefined || problem !== undefined)
      );
    } finally {
      rmSync(dir.toString(), { recursive: true, force: true });
    }
  }),
};

/** A class without a folder is refused, in words. */
function readOrNobody(dir: string): Student[] {
  try {
    return readClass(dir).students;
  } catch (error) {
    if (error instanceof Mistake && error.message.includes("it has no folders")) return [];
    throw error;
  }
}
