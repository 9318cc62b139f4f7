// The namespaces of a sandbox, one inside the other: each bwrap starts the next.

import { existsSync } from "node:fs";
import { project } from "../ground/paths.ts";
import { isRoot, unprivileged } from "../ground/unprivileged.ts";
import { withWritableSys } from "./sys.ts";

/** The words before a command that make it a sandbox's first process. `view`: see view.ts. */
export function nested(view: string[], isConfined: boolean): string[] {
  if (!isConfined)
    return [
      ...withWritableSys(),
      ...(isRoot() ? [...bwrap, ...seenByOthers(asTheyAre)] : []),
      ...unprivileged(),
      ...[...bwrap, ...asRootOfItsOwn, ...asTheyAre, "--"],
      ...[...bwrap, ...separate, ...view, "--"],
    ];
  const outer = isRoot() ? seenByOthers(readOnly) : [...asRootOfItsOwn, ...readOnly, "--"];
  return [
    ...withWritableSys(),
    ...[...bwrap, ...held, ...outer],
    ...unprivileged(["--pdeathsig", "KILL"]), // setpriv(1): a change of uid clears it
    ...[...bwrap, ...held, ...asRootOfItsOwn, "--unshare-pid", ...asTheyAre, ...ownProc, ...counted],
    ...[...bwrap, ...held, ...separate, ...fewer, "--new-session", ...view, "--"],
  ];
}

const bwrap = ["bwrap"];

// A confined world ends with its starter, whatever ends that. Its first process is in the script's reach: it could be made to
// forget its leash. So the world's pid namespace is in another one, and the kernel ends that with the first process of it, which
// no script can reach, and that with its parent, and so on. --new-session: a signal to its own group must not reach those outside.
const held = ["--die-with-parent"];

// What the kernel counts for each user, limited for this world alone: namespaces(7), inotify(7), /proc/sys/user. A world with
// CAP_SYS_RESOURCE could raise it again.
const most = {
  ...Object.fromEntries("ipc mnt net pid time uts".split(" ").map((kind) => [`${kind}_namespaces`, 2100])),
  cgroup_namespaces: 0, // in one of its own it could mount control groups, and write to those of its user
  user_namespaces: 256,
  inotify_instances: 128,
  inotify_watches: 8192,
};
const counting = Object.entries(most).map(([name, count]) => `echo ${count} > /proc/sys/user/max_${name}`);
const counted = ["sh", "-c", `{ ${counting.join("; ")}; } 2>/dev/null; exec "$@"`, "sh"];
const fewer = ["--cap-drop", "CAP_SYS_RESOURCE"];

const asTheyAre = "--dev-bind / /".split(" ");
// bwrap looks its child up in /proc, by the child's pid in this namespace; in the machine's there mostly is somebody of that pid
const ownProc = ["--proc", "/proc", "--"];
// The world's root may mount anew what is mounted read-only in its own user namespace. What an outer one has made so is locked:
// mount_namespaces(7). /proc and /sys are mounted anew inside, for which the outer ones must not be read-only. Control groups are
// covered: where they are delegated, they belong to the very user that the world runs as.
const groups = "/sys/fs/cgroup";
const readOnly = [
  ..."--ro-bind / / --dev-bind /dev /dev --dev-bind /proc /proc --dev-bind /sys /sys".split(" "),
  ...(existsSync(groups) ? ["--tmpfs", groups] : []),
];

// Root's own view, for this command alone: project and bun where an unprivileged user can read them (a checkout in /root).
const seenByOthers = (files: string[]): string[] => [
  ...["--cap-add", "ALL", ...files, "--perms", "0755", "--tmpfs", "/mnt"],
  ...["--ro-bind", project, "/mnt/course", "--ro-bind", process.execPath, "/mnt/bun", "--"],
];

// The user namespace comes first, in a step of its own: made together with it, the network namespace would be there before its
// owner's uids are known, and files like /proc/net/ip_tables_names would belong to nobody in the world.
const asRootOfItsOwn = "--unshare-user --uid 0 --gid 0 --cap-add ALL".split(" ");

const separate =
  "--unshare-net --unshare-pid --as-pid-1 --unshare-ipc --unshare-uts --cap-add ALL --hostname host --chdir /".split(
    " ",
  );
