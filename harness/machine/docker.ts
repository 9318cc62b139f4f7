// Taking away what a lab has made with Docker: before anything else, since Docker removes its cables, bridges and rules itself.

import { remove, removeNew } from "../docker/lab.ts";
import { commandOf } from "../ground/proc.ts";
import { endProcesses } from "./mark.ts";
import type { Snapshot } from "./snapshot.ts";

/** ms that a command of the lab may take to come to its end. */
const patience = 10_000;

export function removeFromDocker(docker: Snapshot["docker"]): void {
  if (!docker) return;
  letItFinish();
  if ("made" in docker) remove(docker.made);
  else removeNew(docker.before);
}

/**
 * Ends the lab's processes, but waits for what is being asked of Docker: ended in the middle, it would still make its
 * container, a moment after we had looked for it. What does not end (a terminal in a container) is ended later.
 */
function letItFinish(): void {
  const limit = Date.now() + patience;
  for (let isWaiting = true; isWaiting && Date.now() < limit; ) {
    isWaiting = false;
    endProcesses([], (pid) => {
      const isAsking = /^\S*docker (run|create|start|container|network) /.test(commandOf(pid).join(" "));
      isWaiting ||= isAsking;
      return isAsking;
    });
    if (isWaiting) Bun.sleepSync(20);
  }
}
