// The books of host-local, the plugin that gives out addresses: one file for each address that is taken, named by it.

import { closeSync, readdirSync } from "node:fs";
import { isIPv4 } from "node:net";
import { KernelError } from "../kernel/errno.ts";
import type { Fact } from "../kernel/facts.ts";
import { openBelow } from "../kernel/netns.ts";
import type { KernelNode } from "../kernel/node.ts";

const folder = "/var/lib/cni/networks"; // host-local's own, where the configuration names no dataDir
const O_DIRECTORY = process.arch === "arm64" ? 0o40000 : 0o200000; // fcntl(2)
const O_CLOEXEC = 0o2000000;
const notThere = ["ENOENT", "ENOTDIR", "ELOOP"]; // there is no such folder, or something else in its place

/** The IPv4 addresses that are taken, of every network. */
export function leases(host: KernelNode): Fact<string[]> {
  const networks = namesIn(host, folder);
  const value = networks.flatMap((network) => namesIn(host, `${folder}/${network}`).filter((name) => isIPv4(name)));
  return host.fact(value, `ls ${folder}/*`);
}

/** The names in a folder of the node's files. The student made them: no symbolic link is followed. */
function namesIn(host: KernelNode, path: string): string[] {
  try {
    const fd = openBelow(host.files, path, O_DIRECTORY | O_CLOEXEC, `Cannot open the folder "${path}"`);
    try {
      return readdirSync(`/proc/self/fd/${fd}`).sort();
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (error instanceof KernelError && notThere.includes(error.code)) return [];
    throw error;
  }
}
