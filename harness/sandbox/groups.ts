// A control group for each confined world, where this process may make one: it limits all of the world in sum, whatever shape
// memory is held in, and can be frozen in one step.

import { mkdirSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { textOf } from "../ground/files.ts";
import { type Controller, findHierarchies, type Hierarchy, newName, removeGroup } from "./hierarchies.ts";

/** Bytes of memory that a world may hold. */
export const memoryLimit = 512 * 1024 * 1024;
const processLimit = 512; // more than RLIMIT_NPROC gives a script: the kernel counts that by user, this by group

// What is written into a new group: cgroup-v2.rst and cgroup-v1/*.rst of the kernel's documentation.
// cpu: a tenth of what somebody in no group gets. What spins must not keep the grader from ending it, and a group hides niceness.
// There is no limit in time: a process that was held up while it has the kernel's lock on networks would hold up everybody.
const settings: Record<1 | 2, Record<Controller, [file: string, value: number][]>> = {
  1: {
    memory: [["memory.limit_in_bytes", memoryLimit]],
    pids: [["pids.max", processLimit]],
    cpu: [["cpu.shares", 102]],
    freezer: [],
  },
  2: {
    memory: [["memory.max", memoryLimit]],
    pids: [["pids.max", processLimit]],
    cpu: [["cpu.weight", 10]],
    freezer: [],
  },
};
// swap counts too, where the kernel counts it; version 1 counts what waits in TCP's sockets by itself
const ifThere: Record<1 | 2, [file: string, value: number][]> = {
  1: [
    ["memory.memsw.limit_in_bytes", memoryLimit],
    ["memory.kmem.tcp.limit_in_bytes", memoryLimit],
  ],
  2: [["memory.swap.max", 0]],
};

const lettingGo = 200; // ms; what is left then, the next grader removes

export type Group = {
  /** Starts a process in it. */
  begin<T>(start: () => T): T;
  /** Puts the process into it, which takes the kernel a while: where `begin` could not. */
  add(pid: number): Promise<void>;
  /** Does it limit the memory? */
  isLimiting: boolean;
  /** Stops everybody in one step, the world's first process too; false where that is not reached within so many ms. */
  freeze(patience: number): Promise<boolean>;
  thaw(): void;
  /** Has the kernel ended a process of it for memory? */
  isOutOfMemory(): boolean;
  /** Removes it, after everybody in it has ended: the kernel lets go of them a moment later. */
  remove(): Promise<void>;
};

let hierarchies: Hierarchy[] | undefined;
let count = 0;

/** A new group for a world; undefined where none can be made. */
export function openGroup(): Group | undefined {
  hierarchies ??= findHierarchies();
  const name = newName(count++);
  const made = hierarchies
    .map((hierarchy) => ({ ...hierarchy, folder: join(hierarchy.folder, name) }))
    .filter((group) => make(group));
  if (!made.length) return undefined;
  const [first, second] = [1, 2].map((wanted) => made.filter(({ version }) => version === wanted));
  const of = (controller: Controller) => made.find(({ controllers }) => controllers.includes(controller));
  const [memory, freezer] = [of("memory"), of("freezer")];
  return {
    begin(start) {
      // in version 1 a thread may go alone, for a moment, and what it starts stays there: that takes no lock of all processes
      try {
        for (const { folder } of first!) writeFileSync(join(folder, "tasks"), "0");
        return start();
      } finally {
        for (const { own } of first!) writeFileSync(join(own, "tasks"), "0");
      }
    },
    async add(pid) {
      for (const { folder } of second!) await writeFile(join(folder, "cgroup.procs"), String(pid));
    },
    isLimiting: memory !== undefined,
    async freeze(patience) {
      if (!freezer) return false;
      setFrozen(freezer, true);
      for (const begin = performance.now(); performance.now() - begin < patience; await Bun.sleep(1))
        if (isFrozen(freezer)) return true;
      setFrozen(freezer, false);
      return false;
    },
    thaw() {
      if (freezer) setFrozen(freezer, false);
    },
    isOutOfMemory() {
      const events = memory?.version === 2 ? "memory.events" : "memory.oom_control";
      return memory !== undefined && /^oom_kill [1-9]/m.test(textOf(join(memory.folder, events)) ?? "");
    },
    async remove() {
      for (const begin = performance.now(); performance.now() - begin < lettingGo; await Bun.sleep(1))
        if (made.map(({ folder }) => removeGroup(folder)).every(Boolean)) return;
    },
  };
}

function make({ folder, version, controllers }: Hierarchy): boolean {
  try {
    mkdirSync(folder);
    for (const controller of controllers)
      for (const [file, value] of settings[version][controller]) writeFileSync(join(folder, file), String(value));
    for (const [file, value] of ifThere[version])
      if (textOf(join(folder, file)) !== undefined) writeFileSync(join(folder, file), String(value));
    return true;
  } catch {
    removeGroup(folder);
    return false;
  }
}

function setFrozen({ folder, version }: Hierarchy, shall: boolean): void {
  if (version === 2) writeFileSync(join(folder, "cgroup.freeze"), shall ? "1" : "0");
  else writeFileSync(join(folder, "freezer.state"), shall ? "FROZEN" : "THAWED");
}

function isFrozen({ folder, version }: Hierarchy): boolean {
  if (version === 2) return /^frozen 1$/m.test(textOf(join(folder, "cgroup.events")) ?? "");
  return textOf(join(folder, "freezer.state"))?.trim() === "FROZEN";
}
