// A class: who is in it, and what each handed in for which lab. Nobody and nothing is dropped: what is not clear is named.

import { createHash } from "node:crypto";
import { Mistake, reasonOf } from "../../harness/ground/error.ts";
import { labNames } from "../../harness/lab/names.ts";
import { readScript, type Script } from "../submissions/run-script.ts";
import type { Note, Problem } from "./notes.ts";
import { handedBy } from "./read/handed-in.ts";
import { runName } from "./read/kind.ts";
import { type Owner, ownersIn } from "./read/layout.ts";
import { openPeople, plain } from "./read/people.ts";
import type { Enrolled } from "./read/roster.ts";

export type Submission = {
  student: string;
  /** "03-bridge"; a number alone where there is no such lab, nothing where it cannot be told. */
  lab: string;
  /** Its name in the student's folder. */
  file: string;
  /** Where it lies, where it was just read: a file's name need not be UTF-8. */
  path?: Buffer;
  /** When it was last written; in a git repository, committed. */
  submitted: Date;
  /** Handed in late or not, where the platform's name for it says so: then the time of the file says nothing. */
  isLate?: boolean;
  /** Handed in for which time again, where its name says so. */
  again?: number;
  /** Of its bytes, hexadecimal. */
  sha256?: string;
  /** Why it cannot be run. */
  problem?: Problem;
  note?: Note;
};

export type Student = {
  id: string;
  /** Where it is not the id. */
  name?: string;
  email?: string;
  /** The number that a learning platform has for them. */
  account?: string;
  submissions: Submission[];
  problem?: Problem;
  notes?: Note[];
};

export type ClassFolder = { students: Student[]; strays: string[] };

type ReadOptions = {
  /** The labs to grade, where they were named. */
  labs?: readonly string[];
  roster?: readonly Enrolled[];
};

/** Reads who handed in what. What cannot be read is there with its problem; links are not followed. */
export function readClass(folder: string, { labs = [], roster }: ReadOptions = {}): ClassFolder {
  let read: ReturnType<typeof ownersIn>;
  try {
    read = ownersIn(Buffer.from(folder), labNames());
  } catch (error) {
    throw new Mistake(`Cannot read the class in "${folder}": ${reasonOf(error)}`, "bun grader DIR --out DIR");
  }
  const students = roster ? enrolled(read.owners, roster, labs) : byName(read.owners, labs);
  if (!read.owners.length && !students.length)
    throw new Mistake(
      `Cannot find a student in "${folder}": it has no folders`,
      "one folder per student, DIR/alice/03-bridge.sh",
    );
  return { students, strays: read.strays };
}

/** Everybody by the name of their folder; where two have one name, with their number. */
function byName(owners: Owner[], labs: readonly string[]): Student[] {
  const isAlone = ({ name }: Owner) => owners.filter((other) => other.name === name).length === 1;
  return owners.map((owner) => {
    const { name, account } = owner;
    const id = isAlone(owner) || account === undefined ? name : `${name}_${account}`;
    return { id, ...(account && { account }), ...(id !== name && { name }), ...handedBy(id, [owner], labs) };
  });
}

/** Everybody in the roster, in its order, then those who are in none. */
function enrolled(owners: Owner[], roster: readonly Enrolled[], labs: readonly string[]): Student[] {
  const find = openPeople(roster);
  const told = owners.map((owner) => {
    const who = find({ ids: owner.account ? [owner.account] : [], names: [owner.name] });
    return { owner, who };
  });
  // "Lee Ann" and "Ann Lee", whom the platform has as two, are not both the one Ann Lee of the roster: which is, a number says
  const ofOne = Map.groupBy(told, ({ who }) => (who.length === 1 ? who[0] : undefined));
  const found = told.map((one) => {
    const others = one.who.length === 1 ? ofOne.get(one.who[0])! : [];
    const names = new Set(others.map(({ owner }) => plain(owner.name)));
    const accounts = new Set(others.map(({ owner }) => owner.account));
    const isSplit = names.size > 1 && accounts.size === names.size && !accounts.has(undefined);
    const isTheirs = one.owner.account !== undefined && one.who[0]?.ids.includes(one.owner.account);
    return isSplit && !isTheirs ? { owner: one.owner, who: [], alike: one.who } : { ...one, alike: one.who };
  });
  const members = roster.map((person): Student => {
    const own = found.filter(({ who }) => who.length === 1 && who[0] === person).map(({ owner }) => owner);
    const { id, name, email } = person;
    const account = own.find((owner) => owner.account)?.account;
    const head = { id, ...(name !== id && { name }), ...(email && { email }), ...(account && { account }) };
    return { ...head, ...handedBy(id, own, labs) };
  });
  const ids = new Set(roster.map(({ id }) => id));
  const others = found.filter(({ who }) => who.length !== 1);
  const rest = byName(
    others.map(({ owner }) => (ids.has(owner.name) ? { ...owner, name: `${owner.name} (?)` } : owner)),
    labs,
  ).map((student, at): Student => {
    const { alike } = others[at]!;
    const note: Note = alike.length
      ? { what: "alike-in-roster", names: alike.map(({ id, name }) => (id === name ? id : `${name} (${id})`)) }
      : { what: "outside-roster" };
    return { ...student, notes: [note, ...(student.notes ?? [])] };
  });
  return [...members, ...rest];
}

export const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The submission's bytes, as they are now. */
export function scriptOf({ student, file, path }: Pick<Submission, "student" | "file" | "path">): Script {
  if (!path) throw new Error(`Cannot read what ${student} handed in: where it lies is not known`);
  return readScript(path, runName(`${student}/${file}`));
}
