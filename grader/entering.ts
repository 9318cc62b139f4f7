// How a check process gets at a world. It keeps its own files and processes: in the student's mount namespace `ping` could be anything.

import { join } from "node:path";
import { netnsOf } from "../harness/docker/containers.ts";
import { containersSeenBy } from "../harness/world/nodes.ts";
import { project, toolPath } from "../harness/world/paths.ts";
import { isRoot } from "../harness/world/unprivileged.ts";
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

/** The command of a check process for the world that `pid` anchors. */
export function entering({ path, isExecutable, half }: CheckFile, pid: number): string[] {
  // root may enter any network namespace; an ordinary user must first be root of the world's user namespace
  const enter = isRoot() ? [] : ["nsenter", "-U", "-n", "--preserve-credentials", "-t", String(pid)];
  const program = [process.execPath, join(project, "grader/check-process.ts"), path, String(pid)];
  if (!isExecutable) return [...enter, ...program, ...(half ? [JSON.stringify(half)] : [])];
  const net = isRoot() ? ["nsenter", "-n", "-t", String(pid)] : enter;
  const containers = containersSeenBy(pid).map((container) => `${container.name}=${netnsOf(container)}`);
  const environment = ["env", `WORLD_PID=${pid}`, `CONTAINERS=${containers.join(" ")}`, `PATH=${toolPath}`];
  return [...net, ...environment, "unshare", "--mount", "--propagation", "private", "sh", "-ec", withNames, path];
}
