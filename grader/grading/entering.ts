// How a check process gets at a world. It keeps its own files and processes: in the student's mount namespace `ping` could be anything.

import { join } from "node:path";
import { netnsOf } from "../../harness/docker/containers.ts";
import { project, toolPath } from "../../harness/ground/paths.ts";
import { isRoot } from "../../harness/ground/unprivileged.ts";
import { containersSeenBy } from "../../harness/world/nodes.ts";
import type { Graded, Request } from "../judging/judge.ts";
import { valuesIn, type Whose } from "../words/of-checks.ts";
import type { CheckFile } from "./catalogue.ts";

// The world's named namespaces, and Docker's containers, where `ip netns` looks for them, in a mount namespace of the check's own.
// -c: mount(8) would follow /proc/PID/root itself, to our own tree
const withNames = `
mount -t tmpfs tmpfs /run && mkdir /run/netns
for name in "/proc/$WORLD_PID/root/run/netns"/*; do
  [ -e "$name" ] && [ ! -h "$name" ] || continue
  touch "/run/netns/\${name##*/}" && mount -c --bind "$name" "/run/netns/\${name##*/}"
done
for container in $CONTAINERS; do # NAME=PATH
  touch "/run/netns/\${container%%=*}" && mount --bind "\${container#*=}" "/run/netns/\${container%%=*}"
done
exec "$0"
`;

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
  const containers = containersSeenBy(pid).map((container) => `${container.name}=${netnsOf(container)}`);
  const environment = [
    "env",
    `WORLD_PID=${pid}`,
    `CONTAINERS=${containers.join(" ")}`,
    `PATH=${toolPath}`,
    ...named({ lab, student }),
  ];
  return [...net, ...environment, "unshare", "--mount", "--propagation", "private", "sh", "-ec", withNames, path];
}

/** For a check in any language: VALUE_docker1, VALUE_172_17_0_2 … are the student's, or the notes' own. */
const named = (whose: Whose): string[] =>
  Array.from(valuesIn(whose), ([notes, own]) => `VALUE_${notes.replaceAll(/\W/g, "_")}=${own}`);
