// Which processes containers consist of: a network namespace that is mounted at no name ends with its last process.

import { statSync } from "node:fs";
import { namespaceOf } from "../ground/proc.ts";
import { Excess } from "../kernel/excess.ts";
import { namesIn, openNamed } from "../kernel/named.ts";
import { pidsOf } from "../kernel/pids.ts";

const most = 50; // processes: more are no lab's containers

/** Asks about processes of the world one after the other: does it live in a network namespace of which nothing else would be left? */
export function containedFinder(anchor: number): (pid: number) => boolean {
  const others = othersOf(anchor);
  const found = new Set<number>();
  return (pid) => {
    const netns = namespaceOf(pid, "net");
    if (netns === undefined || !others || others.has(netns)) return false;
    if (found.size < most) found.add(pid);
    return found.has(pid);
  };
}

/** The host's network namespace, and those that are mounted at a name; undefined where there are too many. */
function othersOf(anchor: number): Set<string | undefined> | undefined {
  const root = `/proc/${anchor}/root`;
  const owner = statSync(`/proc/${anchor}/ns/user`, { throwIfNoEntry: false })?.ino;
  if (owner === undefined) return undefined; // the world has just ended
  const place = { root, owner, pids: pidsOf(`/proc/${anchor}`) };
  const mounted = namesOf(root)?.flatMap((name) => {
    try {
      const { netns, holder } = openNamed(place, name);
      netns.close();
      return holder === undefined ? [`net:[${netns.inode}]`] : [];
    } catch {
      return []; // it stands for nothing
    }
  });
  return mounted && new Set([namespaceOf(anchor, "net"), ...mounted]);
}

function namesOf(root: string): string[] | undefined {
  try {
    return namesIn(root, true);
  } catch (error) {
    if (error instanceof Excess) return undefined;
    throw error;
  }
}
