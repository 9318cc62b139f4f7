// The books of host-local, the plugin that gives out addresses: one file for each address that is taken, named by it.

import { isIPv4 } from "node:net";
import { bytesBelow } from "../kernel/below.ts";
import { limit } from "../kernel/excess.ts";
import type { Fact } from "../kernel/facts.ts";
import type { KernelNode } from "../kernel/node.ts";
import { bookFolders, namesIn } from "./folders.ts";

/** An address that is taken, and the container's id that it was given to; "" where the file says none. */
export type Lease = { address: string; id: string };

/** Of every network, wherever its book lies. */
export function leases(host: KernelNode): Fact<Lease[]> {
  const folders = bookFolders(host);
  const taken = folders.flatMap((folder) =>
    namesIn(host, folder)
      .filter((name) => isIPv4(name))
      .map((address) => ({ address, folder })),
  );
  if (host.netns.isBounded) limit("leases in CNI's books", taken.length);
  const value = taken.map(({ address, folder }) => ({ address, id: idIn(host, `${folder}/${address}`) }));
  return host.fact(value, `ls ${folders.length ? folders.join(" ") : "/var/lib/cni/networks/*"}`);
}

const longest = 4096; // bytes; an id is a few words

/** The file's first line: the container's id. The second is the interface's name. "" where it is gone meanwhile, or no file. */
const idIn = (host: KernelNode, path: string): string =>
  (bytesBelow(host.files, path, longest)?.toString("utf8") ?? "").split("\n")[0]!.trim();
