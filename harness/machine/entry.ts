// Which lab is up on the machine: one for the whole machine, whoever started it from whatever state directory.

import { textOf, writeWhole } from "../ground/files.ts";
import type { Half } from "../ground/half.ts";
import type { ProcessId } from "../ground/process.ts";
import type { Language } from "../text/language.ts";
import { entryFile } from "./place.ts";

export type MachineEntry = {
  kind: "machine";
  lab: string;
  anchor: ProcessId;
  complete: boolean;
  half?: Half;
  exercise?: true;
  student?: { id: string; mark: string };
  lang?: Language;
};

/** The entry as it was written, its guardian alive or not. */
export function recallMachine(): MachineEntry | undefined {
  try {
    return { ...JSON.parse(textOf(entryFile) ?? ""), kind: "machine" };
  } catch {
    return undefined;
  }
}

export const rememberMachine = (entry: MachineEntry): void => writeWhole(entryFile, JSON.stringify(entry), 0o644);
