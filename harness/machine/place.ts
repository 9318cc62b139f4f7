// Where the machine world keeps what must not be lost. /run ends with the machine's uptime, as the state of its network does.

import { join } from "node:path";

export const machineDir = "/run/container-network-labs";

/** How the machine was before the lab. As long as it is there, something may have to be put back. */
export const snapshotFile = join(machineDir, "snapshot.json");

/** Which lab is up on the machine; anybody may read it. */
export const entryFile = join(machineDir, "machine.json");

/**
 * The lab's IPC namespace, bound here as `ip netns` binds names. No lab wants it for itself: it is the mark that every
 * process of the lab is born with, whatever becomes of its parents, its session or its environment.
 */
export const markFile = join(machineDir, "ipc");

/** The mark while the lab is being removed: nothing more can enter, and what is in it can still be told. */
export const closedMarkFile = join(machineDir, "ipc.closed");

/** Where everybody's names of network namespaces are: ip-netns(8). */
export const namesDir = "/run/netns";
