// Why bubblewrap could not make a sandbox, and what mends it. The kernel says only "Operation not permitted" for
// most of these, so the machine is looked at too.

import { lookAtMachine, type Machine } from "../ground/machine.ts";
import { toolPath } from "../ground/paths.ts";
import { isRoot } from "../ground/unprivileged.ts";

export interface Reason {
  what: string;
  mend: string;
}

/** What stopped the sandbox, and the command that mends it. `stderr` is what bwrap, or the first command in the sandbox, said. */
export function whyNoSandbox(
  stderr: string,
  machine: Machine = lookAtMachine(),
  hasBwrap = Bun.which("bwrap", { PATH: toolPath }) !== null,
): Reason {
  const fits = (text: RegExp) => text.test(stderr);
  const isRefused = fits(/not permitted|permission denied|No permissions|^nsenter: reassociate/i);
  const known: [boolean, string, string][] = [
    [!hasBwrap, "bubblewrap is not installed", "./setup"],
    [machine.wsl === 1, "WSL 1 has no Linux kernel", "wsl --set-version DISTRIBUTION 2 (in PowerShell)"],
    [
      machine.maxUserNamespaces === undefined,
      "This kernel has no user namespaces",
      "vagrant up (the labs in a virtual machine)",
    ],
    [
      machine.maxUserNamespaces === 0,
      "User namespaces are switched off (user.max_user_namespaces is 0)",
      "sudo sysctl -w user.max_user_namespaces=28633",
    ],
    [
      fits(/ENOSPC|No space left on device/),
      "The limit on namespaces is reached (user.max_*_namespaces), or sandboxes are nested too deep",
      "sysctl user (shows the limits; take down labs that are up, or raise the one that is too low)",
    ],
    [
      isRefused && machine.unprivilegedUserNamespaces === false,
      "User namespaces are for root only here (kernel.unprivileged_userns_clone is 0)",
      "sudo sysctl -w kernel.unprivileged_userns_clone=1",
    ],
    // before the container: AppArmor's switch is the machine's, and shows inside its containers too
    [
      isRefused && machine.appArmorRestricts && !machine.container,
      "AppArmor restricts user namespaces (kernel.apparmor_restrict_unprivileged_userns is 1)",
      "sudo sh harness/doctor/allow-bwrap.sh",
    ],
    [
      isRefused && fits(/\/sys\b/) && !isRoot(),
      "/sys is read-only here, as it is in containers, and only root may have it otherwise",
      "sudo -i (labs and grader as the container's root), or start the container with -v /sys:/sys",
    ],
    [
      isRefused && machine.container !== undefined,
      `This ${machine.container} container may not make or enter namespaces, or mount (${firstLine(stderr)})`,
      containerMend(machine),
    ],
  ];
  const [, what, mend] = known.find(([applies]) => applies) ?? [true, firstLine(stderr), "bun run doctor"];
  return { what, mend };
}

function containerMend({ container, appArmorRestricts }: Machine): string {
  const options: Record<string, string[]> = {
    docker: ["seccomp=unconfined", "apparmor=unconfined", "systempaths=unconfined"],
    podman: ["seccomp=unconfined", "label=disable", "unmask=ALL"],
  };
  const flags = options[container ?? ""]?.map((option) => `--security-opt ${option}`).join(" ");
  const start = flags
    ? `${container} run --privileged …, or ${container} run ${capabilities} ${flags} …`
    : container === "kubernetes"
      ? "the securityContext of docs/class/indexed-job.yaml, as root"
      : "vagrant up (the labs in a virtual machine), or give the container the right to make user namespaces and mounts";
  return appArmorRestricts
    ? `${start}; on the machine below it: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`
    : start;
}

// of its root: to make namespaces and mounts, to set the world's network up, to look into a world that it handed to another user
const capabilities = "--cap-add SYS_ADMIN --cap-add NET_ADMIN --cap-add SYS_PTRACE";

function firstLine(stderr: string): string {
  return stderr.trim().split(/\n|\. See </)[0] || "The sandbox ended before it was ready and said nothing";
}
