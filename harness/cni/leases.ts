// The books of host-local, the plugin that gives out addresses: one file for each address that is taken, named by it.

import { isIP } from "../ground/ip.ts";
import { limit } from "../kernel/excess.ts";
import type { Fact } from "../kernel/facts.ts";
import type { KernelNode } from "../kernel/node.ts";
import { bookFolders, namesIn, wordsIn } from "./folders.ts";

/** An address that is taken, and the container's id that it was given to; "" where the file says none. */
export type Lease = { address: string; id: string };

/** Of every network, wherever its book lies. */
export function leases(host: KernelNode): Fact<Lease[]> {
  const folders = bookFolders(host);
  const taken = folders.flatMap((folder) =>
    namesIn(host, folder)
      .filter(isIP)
      .map((address) => ({ address, folder })),
  );
  if (host.netns.isBounded) limit("leases in CNI's books", taken.length);
  const value = taken.map(({ address, folder }) => ({ address, id: wordsIn(host, `${folder}/${address}`)[0]! }));
  return host.fact(value, `ls ${folders.length ? folders.join(" ") : "/var/lib/cni/networks/*"}`);
}
