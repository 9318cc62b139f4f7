// The names of `ip netns`: ip-netns(8). A name is a file on which a network namespace is mounted; or, as a container's own is named by
// hand, a symbolic link to that of one of its processes. The student made it: its text is read, and nothing is followed.

import { posix } from "node:path";
import { linkBelow, namesBelow } from "./below.ts";
import { limit, most } from "./excess.ts";
import { type Netns, NoNetns, openNetns } from "./netns.ts";
import type { Pids } from "./pids.ts";

/** Where the names are, in a world. */
const folder = "/run/netns";

/** A world's files, the user namespace that its network namespaces belong to, and what its processes are called in it. */
export type Place = { root: string; owner: number; pids: Pids; isBounded?: boolean };

export type Named = {
  netns: Netns;
  /** The process that is linked to, as it is called here: the network namespace may end with it. */
  holder?: number;
};

/** Sorted. A name that is not UTF-8 is left out: no command line of ours could say it. Throws `Excess` where they shall be bounded. */
export function namesIn(root: string, isBounded: boolean): string[] {
  const kind = "network namespaces";
  const names = namesBelow(root, folder, isBounded ? most[kind][0] : Number.POSITIVE_INFINITY);
  if (isBounded) limit(kind, names.length);
  return names
    .map((name) => name.toString())
    .filter((name) => !name.includes("\ufffd"))
    .sort();
}

/** Opens the network namespace that the name stands for. The caller closes it. Throws where it is none of this world. */
export function openNamed({ root, owner, pids, isBounded = false }: Place, name: string): Named {
  const path = posix.join(folder, name);
  const shown = posix.join(root, path);
  const text = linkBelow(root, path);
  if (text === undefined) return { netns: openNetns(path, { root, owner, isBounded, shown }) };
  const [, pid, thread] = /^\/proc\/(\d+)\/(?:task\/(\d+)\/)?ns\/net$/.exec(posix.resolve(folder, text)) ?? [];
  const found =
    pid === undefined
      ? undefined
      : pids.find(Number(pid), thread === undefined ? undefined : Number(thread), (process, holder) => ({
          netns: openNetns(`${process}/ns/net`, { owner, isBounded, shown }),
          holder,
        }));
  if (found) return found;
  const why = pid === undefined ? "which is not followed" : "and no process of this world is called so";
  throw new NoNetns(`Cannot open the network namespace "${shown}"`, `it is a link to "${text}", ${why}`);
}
