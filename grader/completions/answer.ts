// What could come next on a line that begins with `bun`, in the course's folder.

import { readFileSync, realpathSync } from "node:fs";
import { basename, join } from "node:path";
import { type Candidate, type Known, type Next, next } from "../../harness/command-line/complete.ts";
import { cut } from "../../harness/command-line/read.ts";
import { Mistake } from "../../harness/ground/error.ts";
import { project } from "../../harness/ground/paths.ts";
import { programOf } from "../../harness/lab/carry-out.ts";
import { labNames, labNamesWithDocker } from "../../harness/lab/names.ts";
import { up as upVerb } from "../../harness/lab/verbs/up.ts";
import { callOf } from "../call.ts";
import { modes } from "../modes/index.ts";
import { up } from "../modes/up.ts";
import { shells } from "./shells.ts";

/** `also: "other"`: the line is not the course's, or not only. */
export type Answer = { candidates: Candidate[]; also?: Next["also"] | "other" };

const other: Answer = { candidates: [], also: "other" };
const named = (words: readonly string[]): Candidate[] => words.map((word) => ({ word }));

/** `before`: the words between `bun` and `current`, which is being typed. */
export async function answer(before: string[], current: string): Promise<Answer> {
  const found = await candidates(before, current).catch((error) => {
    if (error instanceof Mistake) return { candidates: [] }; // nothing follows a line that would be refused
    throw error;
  });
  return { ...found, candidates: found.candidates.filter(({ word }) => word.startsWith(current)) };
}

async function candidates([first, ...typed]: string[], current: string): Promise<Answer> {
  const lab = first && labOf(first);
  if (lab) return ofLab(lab, typed, current);
  if (realPath(".") !== realPath(project)) return other;
  if (first === undefined) return { ...other, candidates: named(["grader", ...labFiles()]) };
  if (first === "grader") return ofGrader(typed, current);
  return first === "run" ? ofRun(typed) : other;
}

const labFiles = () => labNames().map((lab) => `labs/${lab}.ts`);

/** The lab whose script is called: "03-bridge". */
function labOf(file: string): string | undefined {
  const path = realPath(file);
  const known = [
    ...labNames().map((lab) => `labs/${lab}.ts`),
    ...labNamesWithDocker().map((lab) => `labs/docker/${lab}.ts`),
  ];
  return path && known.some((own) => path === realPath(join(project, own))) ? basename(path, ".ts") : undefined;
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function ofLab(lab: string, typed: string[], current: string): Promise<Answer> {
  const line = cut(programOf(lab), typed);
  const { commands } = line.program;
  const [word] = line.words;
  const verb = commands.find(({ name }) => name === word?.text);
  const words = commands.map(({ name, what }) => ({ word: name, what }));
  const known: Known = async (kind) => {
    if (!["NODE", "SRC", "DST"].includes(kind)) return ofKind(kind);
    return { candidates: named(await (await import("./nodes.ts")).nodesOfLab(lab)) };
  };
  return next(line, current, verb ? { command: verb, skip: 1 } : { command: upVerb, skip: 0, words }, known);
}

function ofGrader(typed: string[], current: string): Promise<Answer> {
  const { line, mode } = callOf(typed);
  const isWord = ({ name }: { name: string }) => /^[a-z]+$/.test(name);
  const known: Known = async (kind) => (kind === "LAB" ? { candidates: named(labNames()) } : ofKind(kind));
  if (mode !== up) return next(line, current, { command: mode, skip: isWord(mode) ? 1 : 0 }, known);
  const words = modes.filter(isWord).map(({ name, what }) => ({ word: name, what }));
  const flags = Object.fromEntries(
    modes.flatMap(({ name, flags }) => Object.entries(flags).filter(([flag]) => name === `--${flag}`)),
  );
  return next(line, current, { command: up, skip: 0, words, flags }, known);
}

/** The scripts of package.json, and what two of them take. */
function ofRun([script, ...more]: string[]): Answer {
  const { scripts } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
  if (script === undefined) return { candidates: named(Object.keys(scripts)) };
  if (more.length) return { candidates: [] };
  return { candidates: named(script === "completions" ? shells : script === "doctor" ? ["--json"] : []) };
}

async function ofKind(kind: string): Promise<Next> {
  if (kind === "FILE") return { candidates: [], also: "files" };
  if (kind === "DIR" || kind === "OUT") return { candidates: [], also: "folders" };
  return { candidates: [] };
}
