// How a check process gets at a world. It keeps its own files and processes: in the student's mount namespace `ping` could be anything.

import { join } from "node:path";
import { project, toolPath } from "../../harness/ground/paths.ts";
import { isRoot } from "../../harness/ground/unprivileged.ts";
import { withParent } from "../../harness/kernel/parent.ts";
import type { Graded, Request } from "../judging/judge.ts";
import { valuesIn, type Whose } from "../words/whose.ts";
import type { CheckFile } from "./catalogue.ts";

// The world's nodes where `ip netns` looks for names, in a mount namespace of the check's own.
const withNames = '"$1" "$2" "$WORLD_PID" && exec "$0"';

type Asked = Graded & Pick<Request, "evidence">;

/** The words before a command that shall open a world's network namespaces: an ordinary user must first be root of its user namespace. */
export const asOwner = (pid: number): string[] =>
  isRoot() ? [] : ["nsenter", "-U", "-n", "--preserve-credentials", "-t", String(pid)];

/** The command of a check process. */
export function entering(
  { path, isExecutable, half }: CheckFile,
  { lab, pid, student, evidence, truths, hides, isStart }: Asked,
): string[] {
  const enter = asOwner(pid);
  const request: Request = { file: path, pid, lab, student, half, evidence, truths, hides, isStart };
  if (!isExecutable)
    return [...enter, process.execPath, join(project, "grader/programs/check-process.ts"), JSON.stringify(request)];
  const net = isRoot() ? ["nsenter", "-n", "-t", String(pid)] : enter;
  const environment = ["env", `WORLD_PID=${pid}`, ...named({ lab, student })];
  // setpriv(1), unshare(1): it ends with the grader, and with it whatever it started
  const own = "setpriv --pdeathsig KILL unshare --mount --propagation private --pid --fork --kill-child".split(" ");
  const begin = ["sh", "-ec", withNames, path, process.execPath, join(project, "grader/programs/with-names.ts")];
  return [...net, ...environment, ...own, ...begin];
}

/**
 * The environment of check processes: these variables of ours and no others. A check in another language does not get the
 * course's secret, from which other students' values follow.
 */
export function checkEnvironment({ isExecutable }: Pick<CheckFile, "isExecutable">): Record<string, string> {
  const kept = [...shared, ...(isExecutable ? [] : ["COURSE_SECRET"])];
  const own = kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return { ...Object.fromEntries(own), PATH: toolPath, ...withParent(), ...(isExecutable ? {} : unoptimized) };
}

/**
 * Bun's own optimizing compiler takes longer than a check process gains by it: without, its processor time is a tenth less. JSC's
 * options are read from BUN_JSC_…; the names are those of JavaScriptCore's OptionsList.h.
 */
const unoptimized = { BUN_JSC_useDFGJIT: "0" };

const shared = "HOME LANG LANGUAGE LC_ALL LC_MESSAGES TZ TMPDIR NO_COLOR FORCE_COLOR COLUMNS CNI_PATH".split(" ");

/** For a check in any language: VALUE_docker1, VALUE_172_17_0_2 … are the student's, or the notes' own. */
const named = (whose: Whose): string[] =>
  Array.from(valuesIn(whose), ([notes, own]) => `VALUE_${notes.replaceAll(/\W/g, "_")}=${own}`);
