// What a student types in the lab's shells, kept with node, time and exit status: one file per lab, beside the registry.

import { closeSync, mkdirSync, openSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { stateDir } from "../world/paths.ts";
import { unusable } from "../world/registry.ts";

export type Typed = { node: string; time: Date; status: number; command: string };

const fileOf = (lab: string): string => join(stateDir(), `${lab}.typed`);

/** The descriptor that a recording shell inherits. */
const recordFd = 3;

/**
 * What bash runs before each prompt: when the history has a new line, it is written to the record. Fields end with a
 * zero byte, which no command can hold.
 */
const recorder = (node: string): string =>
  [
    "__status=$?",
    "__line=$(HISTTIMEFORMAT= builtin history 1)", // "  12  ip link"
    "__number=${__line%%[!0-9 ]*}",
    `[ "$__number" = "$__recorded" ] || printf '%s\\0' '${node}' "$EPOCHSECONDS" "$__status" "\${__line#"$__number"}" >&${recordFd}`,
    "__recorded=$__number",
  ].join("; ");

/** The environment that makes an interactive bash record; its descriptor 3 is the record. */
export const recording = (node: string): Record<string, string> => ({
  PROMPT_COMMAND: recorder(node),
  HISTFILE: "",
  HISTCONTROL: "",
});

/** Opens the record for appending. The caller closes it. */
export function openRecord(lab: string): { fd: number; close(): void } {
  try {
    mkdirSync(stateDir(), { recursive: true, mode: 0o700 });
    const fd = openSync(fileOf(lab), "a", 0o600);
    return { fd, close: () => closeSync(fd) };
  } catch (error) {
    throw unusable("write", error);
  }
}

/** Everything that was typed since the exercise began, in order. A last entry that was cut off is left out. */
export function typed(lab: string): Typed[] {
  let fields: string[];
  try {
    fields = readFileSync(fileOf(lab), "utf8").split("\0");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw unusable("read", error);
  }
  return Array.from({ length: Math.floor(fields.length / 4) }, (_, at) => {
    const [node = "", time, status, command = ""] = fields.slice(at * 4, at * 4 + 4);
    return { node, time: new Date(Number(time) * 1000), status: Number(status), command };
  });
}

/** A new world begins with an empty record; the one before is kept beside it. */
export function beginRecord(lab: string): void {
  try {
    renameSync(fileOf(lab), `${fileOf(lab)}.before`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw unusable("write", error);
  }
}
