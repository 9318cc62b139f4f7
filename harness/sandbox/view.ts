// What a world sees of the machine's file system: bwrap's options. All of it is read-only.

import { lstatSync, readlinkSync } from "node:fs";
import { insideBun, insideProject, pluginFolders, project } from "../ground/paths.ts";
import { isRoot } from "../ground/unprivileged.ts";

// /var is the world's own too: daemons log and keep their files there (nginx)
const ownVar = "--tmpfs /var --dir /var/log/nginx --dir /var/lib/nginx --dir /var/tmp --symlink /run /var/run".split(
  " ",
);

// where ip and iptables keep their files
const ownFolders = ["--dir", "/run/netns", "--dir", "/run/lock"];

/** For the owner of the machine: all of it, and the project. */
export function openView(): string[] {
  const { course, bun } = seenAs();
  return [
    ..."--ro-bind / / --tmpfs /run --tmpfs /tmp --tmpfs /mnt --dev /dev --proc /proc".split(" "),
    ...ownVar,
    ...ownFolders,
    ...["--ro-bind", course, insideProject],
    ...["--ro-bind", bun, insideBun],
    ...plugins(), // CNI_PATH may name a folder below /tmp
  ];
}

const plugins = () => pluginFolders().flatMap((folder) => ["--ro-bind-try", folder, folder]);

/** Where bwrap finds the project and the bun binary. */
const seenAs = () =>
  isRoot() ? { course: "/mnt/course", bun: "/mnt/bun" } : { course: project, bun: process.execPath };

const programs = ["bin", "sbin", "lib", "lib32", "lib64", "libx32"];
// what programs of the labs read; the rest of /etc tells about the machine
const settings =
  "alternatives bash.bashrc ethertypes iproute2 ld.so.cache ld.so.conf ld.so.conf.d localtime mime.types nginx protocols rpc services ssl/certs";
const megabytes = 1024 * 1024;

/** Where a stranger's world begins with the machine's sysfs: see anchor.ts. */
export const machineSys = "/run/machine-sys";

/**
 * For a stranger's script: the machine's programs. No home, no project (with the checks and the reference), no other
 * submission, no user of the machine. What may be written is in memory, and limited.
 */
export function confinedView(): string[] {
  const { bun } = seenAs();
  return [
    ...["--ro-bind", "/usr", "/usr"],
    ...(project.startsWith("/usr/") ? ["--tmpfs", project] : []),
    ...programs.flatMap(program),
    ...plugins(),
    // what scripts of people write there may be written, though only a machine's start would read it
    ...["--size", String(16 * megabytes), "--tmpfs", "/etc"],
    ...["/etc/sysctl.d", "/etc/network/interfaces.d", "/etc/iptables", "/etc/netplan"].flatMap((path) => [
      "--dir",
      path,
    ]),
    ...settings.split(" ").flatMap((name) => ["--ro-bind-try", `/etc/${name}`, `/etc/${name}`]),
    ..."--symlink /proc/self/mounts /etc/mtab --dev /dev --proc /proc --dir /sys".split(" "),
    ...["/run", "/tmp", "/var", "/dev/shm"].flatMap((path) => ["--size", String(64 * megabytes), "--tmpfs", path]),
    ..."--dir /var/log/nginx --dir /var/lib/nginx --dir /var/tmp --symlink /run /var/run".split(" "),
    ...["--remount-ro", "/dev", "--ro-bind", "/sys", machineSys],
    ...ownFolders,
    ...["--ro-bind", bun, insideBun, "--symlink", insideBun, "/run/bin/bun"],
  ];
}

/** /bin and its like are links into /usr today; on an older machine folders of their own. */
function program(name: string): string[] {
  try {
    const path = `/${name}`;
    return lstatSync(path).isSymbolicLink() ? ["--symlink", readlinkSync(path), path] : ["--ro-bind", path, path];
  } catch {
    return [];
  }
}
