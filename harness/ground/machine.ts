// What sort of machine this is, as far as it decides whether a sandbox can be made.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { textOf } from "./files.ts";

export interface Machine {
  /** The kernel's limit on user namespaces; 0 switches them off. Undefined: the kernel has none. */
  maxUserNamespaces: number | undefined;
  /** Debian's own switch; undefined where the kernel has no such switch. */
  unprivilegedUserNamespaces: boolean | undefined;
  /** Ubuntu (from 23.10 on): only programs with an AppArmor profile that says so get a usable user namespace. */
  appArmorRestricts: boolean;
  /** `docker`, `podman`, `lxc`, …: the container that this runs in. */
  container: string | undefined;
  /** 1 has no Linux kernel, 2 has one of its own. */
  wsl: 1 | 2 | undefined;
}

/** Looks at this machine, or at a copy of its files below another root (for tests). */
export function lookAtMachine(root = "/"): Machine {
  const text = (path: string) => textOf(join(root, path));
  const number = (path: string) => (text(path) === undefined ? undefined : Number(text(path)));
  const clone = number("proc/sys/kernel/unprivileged_userns_clone");
  return {
    maxUserNamespaces: number("proc/sys/user/max_user_namespaces"),
    unprivilegedUserNamespaces: clone === undefined ? undefined : clone !== 0,
    appArmorRestricts: number("proc/sys/kernel/apparmor_restrict_unprivileged_userns") === 1,
    container: containerOf(root, text),
    wsl: wslOf(text("proc/sys/kernel/osrelease") ?? ""),
  };
}

function containerOf(root: string, text: (path: string) => string | undefined): string | undefined {
  if (existsSync(join(root, "run/.containerenv"))) return "podman";
  if (existsSync(join(root, ".dockerenv"))) return "docker";
  if (existsSync(join(root, "var/run/secrets/kubernetes.io"))) return "kubernetes";
  return text("run/systemd/container")?.trim() || undefined;
}

// WSL 1 calls itself 4.4.0-…-Microsoft, WSL 2 5.15.…-microsoft-standard-WSL2
function wslOf(release: string): 1 | 2 | undefined {
  if (!/microsoft/i.test(release)) return undefined;
  return /WSL2|microsoft-standard/i.test(release) ? 2 : 1;
}
