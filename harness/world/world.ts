import type { ProcessId } from "../ground/process.ts";

/** A world that a lab is built in: a sandbox, or the machine's own network stack. */
export type World = {
  kind: "sandbox" | "machine";
  /** A sandbox's first process, with which all of it ends; on the machine the guardian, or whoever lives as long. */
  anchor: ProcessId;
};
