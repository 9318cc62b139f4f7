// How many hints were given for each check; a new world begins with none.

import { join } from "node:path";
import { textOfFile, writeWhole } from "../../harness/ground/files.ts";
import { unusable } from "../../harness/ground/state.ts";
import { makeRecordDir, recordDir } from "../../harness/lab/record.ts";
import type { Language } from "../../harness/text/language.ts";
import type { TestPoint } from "../tap/test-point.ts";

export type GivenHints = Readonly<Record<string, number>>;
type Outcomes = readonly Pick<TestPoint, "id" | "outcome">[];

/** What each of a check's hints tells, in order. */
export const hintSteps: Readonly<Record<Language, readonly string[]>> = {
  en: ["Where to look", "What is wrong there", "The command"],
  zh: ["看哪里", "那里错在哪里", "命令"],
};

/** By check's id. A check that passes begins anew with its first hint, should it fail again. */
export function givenHints(lab: string, checks: Outcomes): GivenHints {
  const passes = (id: string) => checks.some((check) => check.id === id && check.outcome === "pass");
  return Object.fromEntries(Object.entries(read(lab)).filter(([id]) => !passes(id)));
}

/** Keeps that so many were given for the check. */
export function giveHints(lab: string, checks: Outcomes, id: string, count: number): void {
  remember(lab, { ...givenHints(lab, checks), [id]: count });
}

/** Forgets those of checks that pass. */
export function forgetHints(lab: string, checks: Outcomes): void {
  const kept = givenHints(lab, checks);
  if (Object.keys(kept).length < Object.keys(read(lab)).length) remember(lab, kept);
}

const fileOf = (lab: string): string => join(recordDir(lab), "hints");

function read(lab: string): GivenHints {
  try {
    return Object(JSON.parse(textOfFile(fileOf(lab))));
  } catch {
    return {}; // none were given yet, or the file is not ours: begin with the first
  }
}

function remember(lab: string, given: GivenHints): void {
  try {
    makeRecordDir(lab);
    writeWhole(fileOf(lab), JSON.stringify(given));
  } catch (error) {
    throw unusable("write", error);
  }
}
