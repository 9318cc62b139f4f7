// A class: one folder per student, with files that are named after their lab, "03-bridge.sh".

import { createHash } from "node:crypto";
import { lstatSync, type Stats } from "node:fs";
import { Mistake, reasonOf } from "../../harness/ground/error.ts";
import { type FileName, fileNames, pathIn } from "../../harness/ground/file-name.ts";
import { labNames } from "../../harness/lab/names.ts";
import { isExecutable } from "../grading/catalogue.ts";
import { canRun, readScript, type Script } from "../submissions/run-script.ts";

export type Submission = {
  student: string;
  /** "03-bridge"; the number alone where there is no such lab. */
  lab: string;
  /** Its name in the student's folder. */
  file: string;
  /** Where it lies, where it was just read: a file's name need not be UTF-8. */
  path?: Buffer;
  /** When it was last written. */
  submitted: Date;
  /** Of its bytes, hexadecimal. */
  sha256?: string;
  /** Why it cannot be run. */
  problem?: string;
};

export type Student = { id: string; submissions: Submission[]; problem?: string };

/** Reads who handed in what. What cannot be read is there with its problem; links are not followed. */
export function readClass(folder: string): Student[] {
  let entries: FileName[];
  try {
    entries = fileNames(Buffer.from(folder));
  } catch (error) {
    throw new Mistake(`Cannot read the class in "${folder}": ${reasonOf(error)}`, "bun grader DIR --out DIR");
  }
  const students = entries
    .map(({ bytes, text }) => ({ id: text, path: pathIn(Buffer.from(folder), bytes) }))
    .map(({ id, path }) => ({ id, path, stat: lstatSync(path, { throwIfNoEntry: false }) }))
    .filter(({ id, stat }) => !id.startsWith(".") && stat && !stat.isFile())
    .map(({ id, path, stat }) => readStudent(id, path, stat!));
  if (!students.length)
    throw new Mistake(
      `Cannot find a student in "${folder}": it has no folders`,
      "one folder per student, DIR/alice/03-bridge.sh",
    );
  return students;
}

function readStudent(id: string, path: Buffer, stat: Stats): Student {
  const unreadable = (problem: string): Student => ({ id, submissions: [], problem });
  if (stat.isSymbolicLink()) return unreadable("a symbolic link, which is not followed");
  if (!stat.isDirectory()) return unreadable("not a folder");
  try {
    const names = fileNames(path).filter(({ text }) => /^\d\d-/.test(text));
    return { id, submissions: names.map(({ bytes, text }) => readSubmission(id, text, pathIn(path, bytes))) };
  } catch (error) {
    return unreadable(reasonOf(error));
  }
}

function readSubmission(student: string, file: string, path: Buffer): Submission {
  const number = file.slice(0, 2);
  const lab = labNames().find((name) => name.startsWith(`${number}-`));
  const submitted = lstatSync(path, { throwIfNoEntry: false })?.mtime ?? new Date();
  const found = { student, lab: lab ?? number, file, path, submitted };
  try {
    const script = scriptOf(found);
    const problem = lab ? canRun(script, isExecutable(path)) : `there is no lab ${number}`;
    return { ...found, sha256: sha256Of(script.bytes), ...(problem && { problem }) };
  } catch (error) {
    return { ...found, problem: reasonOf(error).replace(/^Cannot read the script ".*": /s, "") };
  }
}

export const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The submission's bytes, as they are now. */
export function scriptOf({ student, file, path }: Pick<Submission, "student" | "file" | "path">): Script {
  if (!path) throw new Error(`Cannot read what ${student} handed in: where it lies is not known`);
  return readScript(path, `${student}/${file}`);
}
