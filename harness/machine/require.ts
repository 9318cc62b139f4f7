// Who may build on the machine, and where.

import { Mistake } from "../ground/error.ts";
import { namespaceOf } from "../ground/proc.ts";
import { isRoot } from "../ground/unprivileged.ts";
import { kindOfMachine } from "./is-virtual.ts";

/** Building, entering and grading on the machine take root. `command` is what was to be run. */
export function requireRoot(what: string, command: string): void {
  if (isRoot()) return;
  throw new Mistake(`Cannot ${what}: this machine's own network stack is root's alone`, `sudo ${command}`);
}

/** Refuses on a machine that is not a virtual one, unless its owner said so. */
export function requireVirtual(lab: string, isAllowed: boolean): void {
  if (isAllowed) return;
  const { kind, sign } = kindOfMachine();
  if (kind === "virtual machine") return;
  throw new Mistake(
    `Cannot build lab "${lab}" on this machine: it is a ${kind} (${sign}), and the lab would change its own network stack`,
    `bun labs/${lab}.ts builds it in a sandbox; vagrant up makes a virtual machine; --yes-this-machine builds it here all the same`,
  );
}

/** Refuses inside a namespace that is not the machine's: `ip netns exec docker1 bash`, say. */
export function requireOwnStack(): void {
  for (const kind of ["net", "mnt"] as const)
    if (namespaceOf("self", kind) !== namespaceOf(1, kind))
      throw new Mistake(
        "Cannot work on the machine from inside another namespace than its own: this shell is in one",
        "exit (or: sudo nsenter -t 1 -m -n)",
      );
}
