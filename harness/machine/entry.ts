// Which lab is up on the machine: one for the whole machine, whoever started it from whatever state directory.

import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Half } from "../ground/half.ts";
import type { ProcessId } from "../ground/process.ts";
import { entryFile } from "./place.ts";

export type MachineEntry = { lab: string; world: "machine"; anchor: ProcessId; complete: boolean; half?: Half };

/** The entry as it was written, its guardian alive or not. */
export function recallMachine(): MachineEntry | undefined {
  try {
    return JSON.parse(readFileSync(entryFile, "utf8"));
  } catch {
    return undefined;
  }
}

export function rememberMachine(entry: MachineEntry): void {
  writeFileSync(`${entryFile}.draft`, JSON.stringify(entry), { mode: 0o644 });
  renameSync(`${entryFile}.draft`, entryFile);
}
