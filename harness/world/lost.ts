// Worlds that no file tells of any more: somebody removed the state folder while a lab was up. Who started a world has the file's path
// in its environment, and by that it is found: it is ours, and this lab's, or it is left alone.

import { textOf } from "../ground/files.ts";
import { namespaceOf, pids } from "../ground/proc.ts";
import { end, identify, type ProcessId } from "../ground/process.ts";
import { fileOf } from "./registry.ts";

const mark = "CNL_WORLD";

/** What a lab's world has in the environment of its first process. */
export const markOf = (lab: string): Record<string, string> => ({ [mark]: fileOf(lab) });

/** The first processes of the lab's worlds of this user. */
export function worldsOf(lab: string): ProcessId[] {
  const wanted = `${mark}=${fileOf(lab)}`;
  const here = namespaceOf("self", "pid");
  return pids().flatMap((pid) => {
    // the cheapest question first, for most processes are in this pid namespace; undefined: somebody else's
    const there = namespaceOf(pid, "pid");
    if (there === undefined || there === here) return [];
    if (!textOf(`/proc/${pid}/environ`)?.split("\0").includes(wanted)) return [];
    const isFirst = /^NSpid:.*\t1$/m.test(textOf(`/proc/${pid}/status`) ?? "");
    return isFirst ? (identify(pid) ?? []) : [];
  });
}

/** Ends the lab's worlds. */
export async function endLost(lab: string): Promise<void> {
  for (const world of worldsOf(lab)) await end(world);
}
