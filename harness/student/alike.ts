// A lab in which nobody can have values of their own says so where it begins: lab(import.meta, { alike: true }).

import { join } from "node:path";
import { textOf } from "../ground/files.ts";
import { project } from "../ground/paths.ts";

const known = new Map<string, boolean>();

/** Are the lab's values the same for everybody? Its file is read for it, not run. */
export function isAlike(lab: string): boolean {
  const is =
    known.get(lab) ?? /\blab\(import\.meta, \{[^}]*\balike: true\b/.test(textOf(join(project, `labs/${lab}.ts`)) ?? "");
  known.set(lab, is);
  return is;
}
