// What a confined world may hold in sum. A control group sees to it where there is one; else it is looked at now and then.

import { memoryLimit } from "./groups.ts";
import { holdingLooker } from "./held.ts";
import type { Held } from "./members.ts";

const descriptorLimit = 4000; // of all processes: each may hide a socket's buffer

const tooMuch = `it held more than ${memoryLimit / 1024 / 1024} MiB of memory`;

/** Gives what says which limit the world has passed, if any: to be asked every now and then. */
export function openLimits({ anchor, group }: Held): () => string | undefined {
  if (group?.isLimiting) return () => (group.isOutOfMemory() ? tooMuch : undefined);
  const look = holdingLooker(anchor);
  let next = 0;
  let passed: string | undefined;
  return () => {
    const begin = performance.now();
    if (passed || begin < next) return passed;
    const { bytes, descriptors, unmeasured, isBeyondSight } = look(descriptorLimit);
    if (bytes > memoryLimit) passed = tooMuch;
    else if (descriptors > descriptorLimit) passed = `it held more than ${descriptorLimit} open files`;
    else if (isBeyondSight) passed = "it has more mounts than can be looked at";
    else if (unmeasured !== undefined)
      passed = `it mounted a file system in memory whose contents cannot be measured: ${JSON.stringify(unmeasured)}`;
    const now = performance.now();
    next = now + Math.max(100, 20 * (now - begin)); // a look at many takes the thread for a while
    return passed;
  };
}
