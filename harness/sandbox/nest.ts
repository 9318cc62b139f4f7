// The namespaces of a sandbox, one inside the other: each bwrap starts the next.

import { project } from "../ground/paths.ts";
import { isRoot, unprivileged } from "../ground/unprivileged.ts";

/** The words before a command that make it a sandbox's first process. `view`: see view.ts. */
export function nested(view: string[], isConfined: boolean): string[] {
  const files = isConfined ? readOnly : asTheyAre;
  const outer = isRoot() ? seenByOthers(files) : isConfined ? ["bwrap", ...asRootOfItsOwn, ...files, "--"] : [];
  return [...outer, ...unprivileged(), ...userNamespace, "bwrap", ...separate, ...view, "--"];
}

const asTheyAre = "--dev-bind / /".split(" ");
// The world's root may mount anew what is mounted read-only in its own user namespace. What an outer one has made so is locked:
// mount_namespaces(7). /proc and /sys are mounted anew inside, for which the outer ones must not be read-only.
const readOnly = "--ro-bind / / --dev-bind /dev /dev --dev-bind /proc /proc --dev-bind /sys /sys".split(" ");

// Root's own view, for this command alone: project and bun where an unprivileged user can read them (a checkout in /root).
const seenByOthers = (files: string[]): string[] => [
  ...["bwrap", "--cap-add", "ALL", ...files, "--perms", "0755", "--tmpfs", "/mnt"],
  ...["--ro-bind", project, "/mnt/course", "--ro-bind", process.execPath, "/mnt/bun", "--"],
];

const asRootOfItsOwn = "--unshare-user --uid 0 --gid 0 --cap-add ALL".split(" ");

// The user namespace comes first, in a step of its own: made together with it, the network namespace would be there before its
// owner's uids are known, and files like /proc/net/ip_tables_names would belong to nobody in the world.
const userNamespace = ["bwrap", ...asRootOfItsOwn, ...asTheyAre, "--"];

const separate =
  "--unshare-net --unshare-pid --as-pid-1 --unshare-ipc --unshare-uts --cap-add ALL --hostname host --chdir /".split(
    " ",
  );
