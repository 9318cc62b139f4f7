// May this process make control groups? With one, the grader limits what a student's world takes in sum: sandbox/groups.ts.

import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import { textOf } from "../ground/files.ts";
import { lookAtMachine } from "../ground/machine.ts";
import { isRoot } from "../ground/unprivileged.ts";
import { openGroup } from "../sandbox/groups.ts";
import { mountsOfGroups } from "../sandbox/hierarchies.ts";
import type { Finding } from "./finding.ts";

/** What decides it, where none can be made. */
export type Place = {
  isRoot: boolean;
  /** `docker`, `kubernetes` …: lookAtMachine. */
  container: string | undefined;
  isMounted: boolean;
  isReadOnly: boolean;
  /** Can memory be limited by version 2 here, if it is delegated? */
  hasMemory: boolean;
  /** Has this login a systemd of its own, which delegates? */
  hasSystemd: boolean;
};

/** One finding: a group is made as for a world, and removed. */
export async function lookAtGroups(): Promise<Finding> {
  const about = { group: "Class", name: "control groups" } as const;
  const group = openGroup();
  await group?.remove();
  if (group?.isLimiting) return { ...about, state: "ok", found: "made here: what a world takes is limited in sum" };
  const means = "a class: a script may hold more memory in all than a world is given (each process is limited)";
  return { ...about, state: "limited", means, ...whyNoGroup(lookAtPlace()) };
}

function lookAtPlace(): Place {
  const mounts = mountsOfGroups();
  const second = mounts.find(({ version }) => version === 2);
  const mayWrite = ({ folder }: { folder: string }) => {
    try {
      accessSync(folder, constants.W_OK);
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code !== "EROFS";
    }
  };
  const controllers = second && textOf(join(second.folder, "cgroup.controllers"));
  return {
    isRoot: isRoot(),
    container: lookAtMachine().container,
    isMounted: mounts.length > 0,
    isReadOnly: !mounts.some(mayWrite),
    hasMemory: /\bmemory\b/.test(controllers ?? ""),
    hasSystemd: existsSync(join(process.env.XDG_RUNTIME_DIR ?? "/nowhere", "systemd/private")),
  };
}

const version1 = "version 1, in which only root may make one";

/** What is in the way, and the command that mends it. */
export function whyNoGroup({ container, isMounted, isReadOnly, ...place }: Place): { found: string; mend: string } {
  const known: [boolean, string, string][] = [
    [
      container !== undefined && (!isMounted || isReadOnly),
      `kept from this ${container} container`,
      "docs/machines.md, row “container”: docker run --privileged",
    ],
    [!isMounted, "mounted nowhere", "sudo mount -t cgroup2 cgroup2 /sys/fs/cgroup"],
    [isReadOnly, "mounted read-only", "sudo mount -o remount,rw /sys/fs/cgroup"],
    [
      place.isRoot,
      "without a limit of memory in this kernel",
      "cgroup_enable=memory on the kernel's command line (/etc/default/grub), and start it again",
    ],
    [
      !place.hasMemory,
      version1,
      "sudo bun grader … (or systemd.unified_cgroup_hierarchy=1 on the kernel's command line)",
    ],
    [
      !place.hasSystemd,
      "not delegated: this login has no systemd of its own",
      "loginctl user-status (log in by ssh or at the console: su and sudo give none)",
    ],
  ];
  const delegate = "sudo systemctl edit user@.service ([Service] Delegate=cpu memory pids), and log in again";
  const [, found, mend] = known.find(([applies]) => applies) ?? [true, "not delegated to this user", delegate];
  return { found, mend };
}
