// In a container /sys is read-only, unless it is a privileged one. A world below it can then mount no sysfs but a read-only one
// (mount_too_revealing in the kernel's fs/namespace.c), and `ip netns exec` wants another.

import { textOf } from "../ground/files.ts";
import { isRoot } from "../ground/unprivileged.ts";

/**
 * The words before a command that give it a /sys that may be written, in a mount namespace of its own; none where it has one, or
 * where this user may not.
 */
export const withWritableSys = (): string[] => (isRoot() && isReadOnly() ? writable : []);

const writable = ["unshare", "--mount", "sh", "-c", 'mount -o remount,rw /sys 2>/dev/null; exec "$@"', "sh"];

/** proc(5), /proc/PID/mountinfo: … mount point, options, optional fields, "-", type, source, the file system's options. */
function isReadOnly(): boolean {
  const lines = (textOf("/proc/self/mountinfo") ?? "").split("\n").map((line) => line.split(" "));
  const sys = lines.findLast(([, , , , point]) => point === "/sys");
  return sys !== undefined && [sys[5], sys.at(-1)].some((options) => options?.split(",")[0] === "ro");
}
