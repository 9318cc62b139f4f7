// The books of host-local, the plugin that gives out addresses: one file for each address that is taken, named by it.

import { closeSync, constants, fstatSync, readSync } from "node:fs";
import { isIPv4 } from "node:net";
import { openBelow } from "../kernel/below.ts";
import type { Fact } from "../kernel/facts.ts";
import type { KernelNode } from "../kernel/node.ts";
import { bookFolders, namesIn } from "./folders.ts";

/** An address that is taken, and the container's id that it was given to; "" where the file says none. */
export type Lease = { address: string; id: string };

/** Of every network, wherever its book lies. */
export function leases(host: KernelNode): Fact<Lease[]> {
  const folders = bookFolders(host);
  const value = folders.flatMap((folder) =>
    namesIn(host, folder)
      .filter((name) => isIPv4(name))
      .map((address) => ({ address, id: idIn(host, `${folder}/${address}`) })),
  );
  return host.fact(value, `ls ${folders.length ? folders.join(" ") : "/var/lib/cni/networks/*"}`);
}

const longest = 4096; // bytes; an id is a few words

/** The file's first line: the container's id. The second is the interface's name. */
function idIn(host: KernelNode, path: string): string {
  let fd: number;
  try {
    const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
    fd = openBelow(host.files, path, flags, `Cannot read the lease "${path}"`);
  } catch {
    return ""; // gone meanwhile, or no file
  }
  try {
    if (!fstatSync(fd).isFile()) return "";
    const bytes = Buffer.alloc(longest);
    return bytes
      .toString("utf8", 0, readSync(fd, bytes, 0, longest, 0))
      .split("\n")[0]!
      .trim();
  } finally {
    closeSync(fd);
  }
}
