// The processes that a world's containers consist of: a network namespace that is mounted at no name ends with its last process.

import { statSync } from "node:fs";
import { Excess } from "../kernel/excess.ts";
import { namesIn, openNamed } from "../kernel/named.ts";
import { pidsOf } from "../kernel/pids.ts";

const most = 50; // more are no lab's containers

/** Of the world's processes those that live in a network namespace of which nothing else would be left. */
export function contained(anchor: number, members: readonly number[]): Set<number> {
  const named = mountedIn(anchor);
  const mounted = new Set([netnsOf(anchor), undefined, ...(named ?? [])]);
  const found = named ? members.filter((pid) => !mounted.has(netnsOf(pid))) : [];
  return new Set(found.length > most ? [] : found);
}

/** The network namespaces that names stand for, whatever runs; undefined where there are too many. */
function mountedIn(anchor: number): number[] | undefined {
  const root = `/proc/${anchor}/root`;
  const place = { root, owner: statSync(`/proc/${anchor}/ns/user`).ino, pids: pidsOf(`/proc/${anchor}`) };
  return namesOf(root)?.flatMap((name) => {
    try {
      const { netns, holder } = openNamed(place, name);
      netns.close();
      return holder === undefined ? [netns.inode] : [];
    } catch {
      return []; // it stands for nothing
    }
  });
}

function namesOf(root: string): string[] | undefined {
  try {
    return namesIn(root, true);
  } catch (error) {
    if (error instanceof Excess) return undefined;
    throw error;
  }
}

/** Undefined where it ended meanwhile. */
function netnsOf(pid: number): number | undefined {
  try {
    return statSync(`/proc/${pid}/ns/net`).ino;
  } catch {
    return undefined;
  }
}
