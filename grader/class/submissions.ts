// A class: one folder per student, with files that are named after their lab, "03-bridge.sh".

import { createHash } from "node:crypto";
import { type Dirent, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Mistake, reasonOf } from "../../harness/ground/error.ts";
import { isExecutable, labNames } from "../grading/catalogue.ts";
import { canRun, readScript, type Script } from "../submissions/run-script.ts";

export type Submission = {
  student: string;
  /** "03-bridge"; the number alone where there is no such lab. */
  lab: string;
  /** Its name in the student's folder. */
  file: string;
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
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new Mistake(`Cannot read the class in "${folder}": ${reasonOf(error)}`, "bun grader DIR --out DIR");
  }
  const students = entries
    .filter((entry) => !entry.name.startsWith(".") && !entry.isFile())
    .map((entry) => readStudent(folder, entry));
  if (!students.length)
    throw new Mistake(
      `Cannot find a student in "${folder}": it has no folders`,
      "one folder per student, DIR/alice/03-bridge.sh",
    );
  return students.sort((one, other) => (one.id < other.id ? -1 : 1));
}

function readStudent(folder: string, entry: Dirent): Student {
  const id = entry.name;
  const unreadable = (problem: string): Student => ({ id, submissions: [], problem });
  if (entry.isSymbolicLink()) return unreadable("a symbolic link, which is not followed");
  if (!entry.isDirectory()) return unreadable("not a folder");
  if (id.includes("\ufffd")) return unreadable("its name is not UTF-8");
  try {
    const names = readdirSync(join(folder, id)).filter((name) => /^\d\d-/.test(name));
    return { id, submissions: names.sort().map((name) => readSubmission(folder, id, name)) };
  } catch (error) {
    return unreadable(reasonOf(error));
  }
}

function readSubmission(folder: string, student: string, file: string): Submission {
  const path = join(folder, student, file);
  const number = file.slice(0, 2);
  const lab = labNames().find((name) => name.startsWith(`${number}-`));
  const found = { student, lab: lab ?? number, file, submitted: lstatSync(path).mtime };
  try {
    const script = scriptOf(folder, found);
    const problem = lab ? canRun(script, isExecutable(path)) : `there is no lab ${number}`;
    return { ...found, sha256: sha256Of(script.bytes), ...(problem && { problem }) };
  } catch (error) {
    return { ...found, problem: reasonOf(error).replace(/^Cannot read the script ".*": /s, "") };
  }
}

export const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The submission's bytes, as they are now. */
export const scriptOf = (folder: string, { student, file }: Pick<Submission, "student" | "file">): Script =>
  readScript(join(folder, student, file));
