// Where this process may make control groups: cgroups(7). Version 2 where it has what is asked for, else version 1.

import { accessSync, constants, mkdirSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { namesIn, textOf } from "../ground/files.ts";
import { killIfThere, namespaceOf } from "../ground/proc.ts";
import { identify } from "../ground/process.ts";
import { isRoot } from "../ground/unprivileged.ts";
import { ownScope } from "./scope.ts";

export type Controller = "memory" | "pids" | "cpu" | "freezer";

/** A folder in which a group may be made, what is controlled there, and the group that this process is in itself. */
export type Hierarchy = { folder: string; version: 1 | 2; controllers: Controller[]; own: string };

const controllers: Controller[] = ["memory", "pids", "cpu", "freezer"];
const name = "container-network-labs";
const inner = "grader";

/** The hierarchies; none where this process may make no group. What a grader left that was killed is removed. */
export function findHierarchies(): Hierarchy[] {
  const mounts = mountsOfGroups();
  const first = isRoot() ? mounts.filter(({ version }) => version === 1) : [];
  const isInFirst = (controller: Controller) => first.some(({ options }) => options.includes(controller));
  const second = mounts
    .filter(({ version }) => version === 2)
    .flatMap(({ folder }) => secondVersion(folder))
    .filter(({ controllers }) => controllers.length > 1 || !isInFirst("freezer")); // to enter one of version 1 takes less
  const covered = second.flatMap((found) => found.controllers);
  const others = first.flatMap(({ folder, options }): Hierarchy[] => {
    const used = controllers.filter((controller) => options.includes(controller) && !covered.includes(controller));
    const own = join(folder, ownPath(used[0]));
    return used.length ? [{ folder: join(own, name), version: 1, controllers: used, own }] : [];
  });
  const found = [...second, ...others].filter(({ folder }) => make(folder));
  for (const hierarchy of found) removeStale(hierarchy);
  process.on("exit", () => {
    for (const hierarchy of found) {
      removeStale(hierarchy); // who was ended at the beginning was in it for another moment
      removeGroup(hierarchy.folder); // not where others still have worlds in it
    }
  });
  return found;
}

type Mount = { folder: string; version: 1 | 2; options: string[] };

/**
 * Where they are mounted: proc(5), /proc/PID/mountinfo: … mount point, options, optional fields, "-", type, source, options. Of two
 * mounts at one place, the one that covers the other.
 */
export function mountsOfGroups(): Mount[] {
  const mounts = (textOf("/proc/self/mountinfo") ?? "").split("\n").flatMap((line): [string, Mount][] => {
    const [place = "", rest = ""] = line.split(" - ");
    const [type, , options = ""] = rest.split(" ");
    if (type !== "cgroup" && type !== "cgroup2") return [];
    const folder = place.split(" ")[4]!;
    return [[folder, { folder, version: type === "cgroup2" ? 2 : 1, options: options.split(",") }]];
  });
  return [...new Map(mounts).values()];
}

/** The group that this process is in, of version 2 or of the controller's hierarchy: cgroups(7), /proc/PID/cgroup. */
function ownPath(controller = ""): string {
  const lines = (textOf("/proc/self/cgroup") ?? "").split("\n").map((line) => line.split(":"));
  return lines.find(([, names = ""]) => names.split(",").includes(controller))?.[2] ?? "/";
}

/** Root makes its groups at the top; an ordinary user in a group that is delegated to it, by systemd where it has one. */
function secondVersion(mount: string): Hierarchy[] {
  const own = isRoot() ? mount : delegated(mount);
  if (own === undefined) return [];
  const folder = isRoot() ? join(mount, name) : own;
  if (!make(folder)) return [];
  for (const place of new Set([own, folder])) for (const controller of controllers) enable(place, controller);
  const enabled = textOf(join(folder, "cgroup.subtree_control"))?.trim().split(" ") ?? [];
  const usable = controllers.filter((controller) => enabled.includes(controller));
  return [{ folder, version: 2, controllers: [...usable, "freezer"], own: join(mount, ownPath()) }]; // each can be frozen
}

/**
 * The group that this process is in, where it is its user's: a scope of its own, made by systemd, or one that it was started in. A
 * group that has processes gives no controllers to others: they move into one below it.
 */
function delegated(mount: string): string | undefined {
  const own = () => join(mount, ownPath());
  ownScope((unit) => basename(own()) === unit);
  const folder = basename(own()) === inner && isOwn(dirname(own())) ? dirname(own()) : own();
  if (!isOwn(folder)) return undefined;
  try {
    mkdirSync(join(folder, inner), { recursive: true });
    for (const pid of textOf(join(folder, "cgroup.procs"))!.split("\n").filter(Boolean))
      writeFileSync(join(folder, inner, "cgroup.procs"), pid);
    return folder;
  } catch {
    return undefined;
  }
}

function isOwn(folder: string): boolean {
  try {
    for (const file of ["", "cgroup.procs", "cgroup.subtree_control"]) accessSync(join(folder, file), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function enable(folder: string, controller: Controller): void {
  try {
    writeFileSync(join(folder, "cgroup.subtree_control"), `+${controller}`);
  } catch {
    // not in this kernel, in version 1, or not delegated: then it is not there
  }
}

function make(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    return true;
  } catch {
    return false;
  }
}

/** Its number. */
export const pidNamespace = () => namespaceOf("self", "pid")?.match(/\d+/)?.[0];

/** A group's name says who made it: containers may share the machine's groups, and each has a process 1. */
export function newName(count: number): string {
  const own = identify(process.pid)!;
  return `world-${own.pid}-${own.startTime}-${pidNamespace()}-${count}`;
}

const abandoned = 60_000; // ms: a new group is entered long before

function removeStale({ folder }: Hierarchy): void {
  for (const group of namesIn(folder)) {
    const [, pid, startTime, namespace] = group.match(/^world-(\d+)-(\d+)-(\d+)-\d+$/) ?? [];
    if (!pid) continue;
    const path = join(folder, group);
    if (namespace !== pidNamespace()) {
      if (ageOf(path) > abandoned) removeGroup(path); // whether its maker lives cannot be seen from here
      continue;
    }
    if (identify(Number(pid))?.startTime === startTime) continue;
    for (const left of (textOf(join(path, "cgroup.procs")) ?? "").split("\n").map(Number).filter(Boolean))
      killIfThere(left, "SIGKILL");
    removeGroup(path);
  }
}

const ageOf = (path: string): number => Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());

/** Removes a group that nobody is in; false where somebody is. */
export function removeGroup(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
}
