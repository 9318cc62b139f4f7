// The containers that run on the machine, as nodes: Docker gives their network namespaces no name, but says each one's first process.

import { existsSync } from "node:fs";
import { isRoot } from "../ground/unprivileged.ts";
import { ask, docker, linesOf, NotRunning } from "./client.ts";

export type Container = {
  name: string;
  /** Its first process, by the machine's count. */
  pid: number;
};

const socket = "/run/docker.sock";

/** The running containers, by name; none where no Docker runs, and none for a user who may not ask. */
export function containers(): Container[] {
  if (!existsSync(socket) || !isRoot()) return [];
  const ids = idsOfRunning();
  if (!ids.length) return [];
  // one may end between the two questions: Docker then fails, and answers for the others
  const { stdout } = ask(["inspect", "--type", "container", "--format", "{{.Name}} {{.State.Pid}}", ...ids]);
  return linesOf(stdout)
    .map((line) => line.split(" "))
    .map(([name = "", pid]) => ({ name: name.replace("/", ""), pid: Number(pid) }))
    .filter(({ pid }) => pid > 0)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function idsOfRunning(): string[] {
  try {
    return docker("ps", "--quiet", "--no-trunc");
  } catch (error) {
    if (error instanceof NotRunning) return []; // its socket is left, or systemd holds it
    throw error;
  }
}

/** Where its network namespace is. */
export const netnsOf = ({ pid }: Container): string => `/proc/${pid}/ns/net`;

// as `ip netns exec` does: a sysfs shows the links of the network namespace it was mounted in
const withOwnSys = 'umount --lazy /sys; mount -t sysfs sysfs /sys && exec "$0" "$@"';

/** The words that make a command run in its network namespace, with the machine's files and programs. */
export const enteringContainer = (container: Container): string[] => [
  ...["nsenter", `--net=${netnsOf(container)}`],
  ...["unshare", "--mount", "--propagation", "slave", "sh", "-c", withOwnSys],
];
