// How a check process gets at a world. It keeps its own files and processes: in the student's mount namespace `ping` could be anything.

import { join } from "node:path";
import { project, toolPath } from "../harness/world/paths.ts";
import { isRoot } from "../harness/world/unprivileged.ts";
import type { CheckFile } from "./catalogue.ts";
import { valuesIn, type Whose } from "./words.ts";

// The world's named namespaces where `ip netns` looks for them, in a mount namespace of the check's own.
// -c: mount(8) would follow /proc/PID/root itself, to our own tree
const withNames = `
mount -t tmpfs tmpfs /run && mkdir /run/netns
for name in "/proc/$WORLD_PID/root/run/netns"/*; do
  [ -e "$name" ] && [ ! -h "$name" ] || continue
  touch "/run/netns/\${name##*/}" && mount -c --bind "$name" "/run/netns/\${name##*/}"
done
exec "$0"
`;

/** What a check process judges: the world that the process with the pid anchors, by a student's values. */
export type Graded = { lab: string; pid: number; student: string | undefined };

/** The words before a command that shall open a world's network namespaces: an ordinary user must first be root of its user namespace. */
export const asOwner = (pid: number): string[] =>
  isRoot() ? [] : ["nsenter", "-U", "-n", "--preserve-credentials", "-t", String(pid)];

/** The command of a check process. */
export function entering({ path, isExecutable }: CheckFile, { lab, pid, student }: Graded): string[] {
  const enter = asOwner(pid);
  const whose = [lab, ...(student === undefined ? [] : [student])];
  const checks = [process.execPath, join(project, "grader/check-process.ts"), path, String(pid), ...whose];
  if (!isExecutable) return [...enter, ...checks];
  const net = isRoot() ? ["nsenter", "-n", "-t", String(pid)] : enter;
  const environment = ["env", `WORLD_PID=${pid}`, `PATH=${toolPath}`, ...named({ lab, student })];
  return [...net, ...environment, "unshare", "--mount", "--propagation", "private", "sh", "-ec", withNames, path];
}

/** For a check in any language: VALUE_docker1, VALUE_172_17_0_2 … are the student's, or the notes' own. */
const named = (whose: Whose): string[] =>
  Array.from(valuesIn(whose), ([notes, own]) => `VALUE_${notes.replaceAll(/\W/g, "_")}=${own}`);
