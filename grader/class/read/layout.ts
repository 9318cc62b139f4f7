// Who handed in what, by the way the class's folder is laid out: a folder each, what Moodle or Canvas downloads, or a flat folder.

import { lstatSync } from "node:fs";
import { reasonOf } from "../../../harness/ground/error.ts";
import { fileNames, pathIn } from "../../../harness/ground/file-name.ts";
import { isScriptName } from "./kind.ts";
import { type Found, filesIn } from "./walk.ts";

export type Handed = Found & {
  /** What says which lab it is for, where that is not the file's name. */
  labName?: string;
  /** Its name has the lab in the way the layout has it. */
  isByLayout?: true;
  /** Canvas: handed in late, and for which time again. */
  isLate?: boolean;
  again?: number;
  /** The folder that it lies in, by its name in the class's. */
  under?: string;
};

export type Owner = {
  /** The folder's name, or the name that the learning platform wrote. */
  name: string;
  /** The number that the platform has for them. */
  account?: string;
  /** The folder, where there is one of their own. */
  folder?: Buffer;
  handed: Handed[];
  isAll: boolean;
  problem?: string | "link";
};

// Moodle, mod/assign: fullname_uniqueid_assignsubmission_plugin_, as a folder (with or without the last "_") or before the file's name
const moodleFolder = /^(?<name>.+)_(?<account>\d+)_assignsubmission_[a-z]+_?$/s;
const moodleFile = /^(?<name>.+)_(?<account>\d+)_assignsubmission_[a-z]+_(?<file>.+)$/s;
// Canvas: the sortable name without spaces, LATE where it was, the user's number, the file's number, the file's name
const canvasFile = /^(?<name>[^_]+)(?<late>_LATE)?_(?<account>\d+)_\d+_(?<file>.+)$/s;
// Windows' own zip files, unpacked by what takes "\" for a sign of the name
const windowsPath = /^(?<name>[^\\]+)\\(?<file>.+)$/s;
const isSpelt = /\\x[89a-f][0-9a-f]/; // no sign of the name, but a byte that is none: see file-name.ts
const canvasAgain = /-(\d{1,2})(?=(?:\.\w+)?$)/; // bridge-1.sh: handed in again

/** Everybody of whom something lies in the folder, and the files that are nobody's. */
export function ownersIn(folder: Buffer, labs: readonly string[]): { owners: Owner[]; strays: string[] } {
  const owners = new Map<string, Owner>();
  const strays: string[] = [];
  const add = (owner: Owner) => {
    const key = `${owner.account ?? ""}\0${owner.name}`;
    const same = owners.get(key);
    if (same) same.handed.push(...owner.handed);
    else owners.set(key, owner);
  };
  const entries = fileNames(folder)
    .filter(({ text }) => !/^(?:\.|__MACOSX$)/.test(text))
    .map(({ bytes, text }) => ({ text, path: pathIn(folder, bytes) }))
    .map((entry) => ({ ...entry, stat: lstatSync(entry.path, { throwIfNoEntry: false }) }));
  const flat: Handed[] = [];
  for (const { text, path, stat } of entries) {
    if (!stat) continue;
    if (!stat.isFile()) {
      const { name = text, account } = moodleFolder.exec(text)?.groups ?? {};
      add({ name, ...(account && { account }), folder: path, ...inFolder(path, text) });
      continue;
    }
    const found = { file: text, path, stat };
    const moodle = moodleFile.exec(text)?.groups;
    const canvas = moodle ? undefined : canvasFile.exec(text)?.groups;
    const unpacked = isSpelt.test(text) ? undefined : windowsPath.exec(text)?.groups;
    if (unpacked) {
      const { name = unpacked.name!, account } = moodleFolder.exec(unpacked.name!)?.groups ?? {};
      const file = unpacked.file!.replaceAll("\\", "/");
      add({ name, ...(account && { account }), handed: [{ ...found, file, under: unpacked.name! }], isAll: true });
      continue;
    }
    const { name, account, file, late }: Record<string, string | undefined> = { ...(moodle ?? canvas) };
    if (name === undefined || file === undefined) flat.push(found);
    else {
      const again = canvas && canvasAgain.exec(file)?.[1];
      const handed: Handed = {
        ...{ ...found, labName: again ? file.replace(canvasAgain, "") : file },
        ...(canvas && { isLate: late !== undefined }),
        ...(again && { again: Number(again) }),
      };
      add({ name, account: account!, handed: [handed], isAll: true });
    }
  }
  const isFlat = owners.size === 0 || [...owners.values()].every(({ folder }) => !folder);
  for (const found of flat) {
    const owner = isFlat && isScriptName(found.file) ? ownerOf(found, labs) : undefined;
    if (owner) add(owner);
    else strays.push(found.file);
  }
  return { owners: [...owners.values()], strays };
}

function inFolder(path: Buffer, text: string): Pick<Owner, "handed" | "isAll" | "problem"> {
  try {
    const stat = lstatSync(path);
    if (stat.isSymbolicLink()) return { handed: [], isAll: true, problem: "link" };
    if (!stat.isDirectory()) return { handed: [], isAll: true, problem: "it is not a folder" };
    const { files, isAll } = filesIn(path);
    return { handed: files.map((file) => ({ ...file, under: text })), isAll };
  } catch (error) {
    return { handed: [], isAll: true, problem: reasonOf(error) };
  }
}

const before = "(?:(?:lab|ex|exercise|hw|homework|task|assignment|实验|作业|练习)[\\s_.-]*)?";

// what browsers, systems and students put behind a name: "ann_03 (1).sh", "ann_03 - Copy.sh", "ann_03_v2_final.sh"
const remarks = /(?:[\s_.-]*(?:\(\d+\)|[\s_.-](?:copy|final|new|v\d+)|副本|最终版?|终稿))+$/iu;

/** Of a flat folder: the name of whom a file is, with its lab before or behind it, "ann_03.sh", "lab3-bridge-ann.sh". */
function ownerOf(found: Found, labs: readonly string[]): Owner | undefined {
  const stem = found.file.replace(/(?:\.(?:sh|bash|ts|js|py|txt))+$/i, "").replace(remarks, "");
  const named = labs.map((lab) => lab.slice(3).replaceAll("-", "[-_ ]?")).join("|");
  const lab = `${before}0*\\d{1,2}(?:[-_. ]?(?:${named}))?|${named}`;
  const behind = new RegExp(`^(?<name>.+?)[\\s_.-]+(?<lab>${lab})$`, "iu").exec(stem)?.groups;
  const first = new RegExp(`^(?<lab>${lab})[\\s_.-]+(?<name>.+)$`, "iu").exec(stem)?.groups;
  const { name, lab: labName } = behind ?? first ?? {};
  if (name && !/^\d{0,2}$/.test(name))
    return { name, handed: [{ ...found, labName: labName!, isByLayout: true }], isAll: true };
  if (new RegExp(`^(?:${lab})$`, "iu").test(stem)) return undefined; // a lab's, and nobody's
  return { name: stem, handed: [{ ...found, labName: "" }], isAll: true };
}
