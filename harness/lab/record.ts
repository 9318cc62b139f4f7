// What a student types in the lab's shells: one file per shell that was opened, beside the registry. prompt.bash writes them.

import { closeSync, existsSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { textOf, textOfFile, writeWhole } from "../ground/files.ts";
import { insideProject, project } from "../ground/paths.ts";
import { quote } from "../ground/quote.ts";
import { isNotThere, stateDir, unusable } from "../ground/state.ts";
import type { Entry } from "../world/registry.ts";
import { isOnlyWords, shellWords } from "./shell-words.ts";

export type Typed = {
  /** Empty in a network namespace that has no name. */
  node: string;
  /** When it ended: microseconds since the epoch. */
  time: number;
  status: number;
  /** Which bash it was typed in, and which one that was started from. */
  shell: string;
  parent: string;
  /** Empty where that bash was opened. */
  command: string;
};

/** What is kept about the lab's present world and not in it; a new world begins with none. `back`: of how many worlds before. */
export const recordDir = (lab: string, back = 0): string =>
  join(stateDir(), back ? `${lab}.typed.${back}` : `${lab}.typed`);

/** Makes that folder where it is not there yet. */
export function makeRecordDir(lab: string): string {
  try {
    mkdirSync(recordDir(lab), { recursive: true, mode: 0o700 });
    return recordDir(lab);
  } catch (error) {
    throw unusable("write", error);
  }
}

/** How many records of earlier worlds are kept. */
export const keptRecords = 3;

/** A bash that records: its descriptors 3 and 4 become 200 and 201, for students use low ones (`exec 3>…`). */
export const recordingBash = ["bash", "-c", "exec 200>&3 201>&4 3>&- 4>&-; exec bash --norc --noprofile"];

/** Its environment, in a world whose mount namespace has the project there, or at its own place. `leave`: how, in the prompt. */
export const recordingEnvironment = (node: string, { lab, kind }: Entry, leave: string): Record<string, string> => ({
  PROMPT_COMMAND: `. ${quote(join(kind === "machine" ? project : insideProject, "harness/lab/prompt.bash"))}`,
  [nodeMark]: node,
  CNL_SHELL_LAB: lab,
  CNL_SHELL_LEAVE: leave,
  CNL_SHELL_WORDS: shellWords.join(" "),
  HISTFILE: "",
  HISTCONTROL: "",
});

/** Names the node in the shell's environment: a container of Docker has no name that `ip netns` knows. */
const nodeMark = "CNL_SHELL_NODE";

/** Opens a new part of the record. The caller closes it. */
export function openRecord(lab: string): { fd: number; close(): void } {
  try {
    const fd = openSync(join(makeRecordDir(lab), `${Date.now()}-${process.pid}`), "a", 0o600);
    return { fd, close: () => closeSync(fd) };
  } catch (error) {
    throw unusable("write", error);
  }
}

/** Adds what a verb did in the student's name on the host, as if it had been typed there. */
export function addToRecord(lab: string, command: string): void {
  const { fd, close } = openRecord(lab);
  writeSync(fd, `${["host", `${Date.now()}000`, "0", String(process.pid), "0", command].join("\0")}\0\n`);
  close();
}

/** Everything that was typed since the world began, in the order in which it ended, but for the course's own words. */
export function typed(lab: string, back = 0): Typed[] {
  const folder = recordDir(lab, back);
  try {
    const files = readdirSync(folder).filter((name) => /^\d+-\d+$/.test(name));
    return files
      .flatMap((name) => entriesOf(textOfFile(join(folder, name)), name))
      .filter(({ command }) => !isOnlyWords(command))
      .sort((one, other) => one.time - other.time);
  } catch (error) {
    if (isNotThere(error)) return [];
    throw unusable("read", error);
  }
}

/** An entry that was cut off, when its shell was killed, is left out. */
function entriesOf(text: string, name: string): Typed[] {
  return text.split("\0\n").flatMap((entry) => {
    const [node = "", microseconds, status, shell, parent, command, more] = entry.split("\0");
    if (command === undefined || more !== undefined) return [];
    const [time, ended] = [Number(microseconds), Number(status)];
    return [{ node, time, status: ended, shell: `${name} ${shell}`, parent: `${name} ${parent}`, command }];
  });
}

/** How many commands were typed since the world began. */
export const typedCommands = (lab: string): number => typed(lab).filter(({ command }) => command).length;

/** A new world begins with an empty record; the last ones in which something was typed are kept, `student` being whose the last is. */
export function beginRecord(lab: string, student?: string): void {
  try {
    if (typedCommands(lab)) {
      for (let back = keptRecords; back > 0; back--) {
        rmSync(recordDir(lab, back), { recursive: true, force: true });
        if (existsSync(recordDir(lab, back - 1))) renameSync(recordDir(lab, back - 1), recordDir(lab, back));
      }
      if (student) writeWhole(join(recordDir(lab, 1), whoseFile), student, 0o600);
    } else rmSync(recordDir(lab), { recursive: true, force: true });
  } catch (error) {
    throw unusable("write", error);
  }
}

/** Whose an earlier record is, where a student had values of their own. */
export const whoseRecord = (lab: string, back: number): string | undefined =>
  textOf(join(recordDir(lab, back), whoseFile));

const whoseFile = "student";
