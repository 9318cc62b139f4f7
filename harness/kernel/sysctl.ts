import { readFileSync } from "node:fs";
import type { Netns } from "./netns.ts";
import { within } from "./within.ts";

/**
 * A network setting of the namespace as text, e.g. "1" for `net.ipv4.ip_forward`; several values keep their tabs. As in
 * sysctl(8), a dot in a link's name is written as a slash: `net.ipv4.conf.eth0/100.forwarding`. Undefined where there
 * is no such setting. /proc/sys/net shows the namespace of the thread that opens a file there (not of the process:
 * /proc/self would be wrong in a worker).
 */
export function sysctl(netns: Netns, key: string): string | undefined {
  const parts = key.split(".").map((part) => part.replaceAll("/", "."));
  if (parts[0] !== "net" || parts.some((part) => part === "" || /^\.+$/.test(part) || part.includes("\0"))) {
    throw new Error(`Cannot read the sysctl "${key}": it is not a setting of a network namespace (net.…)`);
  }
  const path = `/proc/sys/${parts.join("/")}`;
  try {
    return within(netns, () => readFileSync(path, "utf8")).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new Error(
      `Cannot read the sysctl "${key}" of the network namespace "${netns.path}": ${(error as Error).message}`,
    );
  }
}
