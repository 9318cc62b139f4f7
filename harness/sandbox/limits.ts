// What a confined world may hold in sum. A control group sees to it where there is one; else it is looked at now and then.

import { memoryLimit } from "./groups.ts";
import { holdingLooker } from "./held.ts";
import type { Held } from "./members.ts";
import { scarcityLooker } from "./scarcity.ts";

const descriptorLimit = 4000; // of all processes: each may hide a socket's buffer

const tooMuch = `it held more than ${memoryLimit / 1024 / 1024} MiB of memory`;

/** Why a world was ended where it may have been another's doing. */
export const scarce = "the machine's memory was coming to its end";

/** Gives what says which limit the world has passed, if any: to be asked every now and then. */
export function openLimits(world: Held, isScarce = scarcityLooker()): () => string | undefined {
  const { group } = world;
  const inSum = group?.isLimiting ? () => (group.isOutOfMemory() ? tooMuch : undefined) : nowAndThen(looker(world));
  const outside = nowAndThen(() => (isScarce() ? scarce : undefined));
  let passed: string | undefined;
  return () => {
    passed ??= inSum() ?? outside();
    return passed;
  };
}

const looking = 100; // ms

/** Looks now and then only: a look at many processes takes the thread for a while. */
function nowAndThen(look: () => string | undefined): typeof look {
  let next = 0;
  return () => {
    const begin = performance.now();
    if (begin < next) return undefined;
    const seen = look();
    const end = performance.now();
    next = end + Math.max(looking, 20 * (end - begin));
    return seen;
  };
}

function looker({ anchor }: Held): () => string | undefined {
  const look = holdingLooker(anchor);
  return () => {
    const { bytes, descriptors, unmeasured, isBeyondSight } = look(descriptorLimit);
    if (bytes > memoryLimit) return tooMuch;
    if (descriptors > descriptorLimit) return `it held more than ${descriptorLimit} open files`;
    if (isBeyondSight) return "it has more mounts than can be looked at";
    if (unmeasured !== undefined)
      return `it mounted a file system in memory whose contents cannot be measured: ${JSON.stringify(unmeasured)}`;
    return undefined;
  };
}
