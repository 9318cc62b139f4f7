// How a check process gets at a world. It keeps its own files and processes: in the student's mount namespace `ping` could be anything.

import { join } from "node:path";
import { project, toolPath } from "../../harness/ground/paths.ts";
import { isRoot } from "../../harness/ground/unprivileged.ts";
import type { Graded, Request } from "../judging/judge.ts";
import { valuesIn, type Whose } from "../words/of-checks.ts";
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
  { lab, pid, student, evidence, truths, isStart }: Asked,
): string[] {
  const enter = asOwner(pid);
  const request: Request = { file: path, pid, lab, student, half, evidence, truths, isStart };
  if (!isExecutable)
    return [...enter, process.execPath, join(project, "grader/programs/check-process.ts"), JSON.stringify(request)];
  const net = isRoot() ? ["nsenter", "-n", "-t", String(pid)] : enter;
  const environment = ["env", `WORLD_PID=${pid}`, `PATH=${toolPath}`, ...named({ lab, student })];
  const own = ["unshare", "--mount", "--propagation", "private"];
  const begin = ["sh", "-ec", withNames, path, process.execPath, join(project, "grader/programs/with-names.ts")];
  return [...net, ...environment, ...own, ...begin];
}

/** For a check in any language: VALUE_docker1, VALUE_172_17_0_2 … are the student's, or the notes' own. */
const named = (whose: Whose): string[] =>
  Array.from(valuesIn(whose), ([notes, own]) => `VALUE_${notes.replaceAll(/\W/g, "_")}=${own}`);
