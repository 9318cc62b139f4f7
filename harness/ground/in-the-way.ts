// Why a file cannot be made or read where a path says: the system tells which call failed, not which part of the path is to blame.

import { lstatSync, readlinkSync, type Stats, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { reasonOf } from "./error.ts";

/** What lies in the path's way, and what it is, in words. */
export type Obstacle = { path: string; what: string };

/** The part of the path that is there and leads to no folder; undefined where nothing is in its way. */
export function inTheWayOf(path: string): Obstacle | undefined {
  for (let at = resolve(path); ; at = dirname(at)) {
    const found = statOrNothing(lstatSync, at);
    if (!found && dirname(at) !== at) continue;
    if (!found || statOrNothing(statSync, at)?.isDirectory()) return undefined;
    if (!found.isSymbolicLink()) return { path: at, what: "it is not a folder" };
    return statOrNothing(statSync, at)
      ? { path: at, what: "it is a link to what is not a folder" }
      : { path: at, what: `it is a link to "${readlinkSync(at)}", which is not there` };
  }
}

/** The reason why the folder, or something in it, could not be made or read. */
export function reasonIn(folder: string, error: unknown): string {
  const found = inTheWayOf(folder);
  if (!found) return reasonOf(error);
  return found.path === resolve(folder) ? found.what : `"${found.path}" is in the way: ${found.what}`;
}

function statOrNothing(stat: (path: string) => Stats, path: string): Stats | undefined {
  try {
    return stat(path);
  } catch {
    return undefined;
  }
}
