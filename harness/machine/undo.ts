// Puts the machine back to what the snapshot says, by difference. Can be begun again at any point: what is as it was is not touched.

import { readFileSync, rmSync } from "node:fs";
import { remove, removeNew } from "../docker/lab.ts";
import { reasonOf } from "../error.ts";
import { restoreAddresses } from "./addresses.ts";
import { restoreLines } from "./lines.ts";
import { bringHome, deleteLinks, newLinks, restoreLinks, type SavedLink } from "./links.ts";
import { closeMark, endProcesses, removeMark } from "./mark.ts";
import { newNames, removeName, restoreFolders } from "./names.ts";
import { entryFile, snapshotFile } from "./place.ts";
import { restoreRules } from "./rules.ts";
import { restoreSettings } from "./settings.ts";
import { readSnapshot, type Snapshot } from "./snapshot.ts";

export type Undone = {
  /** What the student made beside the lab, and is still there. */
  left: string[];
  /** What could not be put back. The snapshot is kept then. */
  complaints: string[];
};

export function undo(): Undone {
  const snapshot = readSnapshot();
  const complaints: string[] = [];
  const attempt = (work: () => void) => {
    try {
      work();
    } catch (error) {
      complaints.push(reasonOf(error));
    }
  };
  closeMark();
  if (snapshot?.docker) letDockerFinish();
  // who entered at the last moment may have built on: then once more
  do {
    complaints.length = 0;
    if (snapshot) for (const part of parts(snapshot)) attempt(part);
  } while (endProcesses([]));
  const left = snapshot ? whatIsLeft(snapshot) : [];
  if (complaints.length) return { left, complaints };
  removeMark();
  rmSync(entryFile, { force: true });
  rmSync(snapshotFile, { force: true });
  return { left, complaints };
}

function parts(before: Snapshot): (() => void)[] {
  const { made } = before;
  const isDoomed = ({ ifindex, ifname }: SavedLink) =>
    !made || made.ifindexes.includes(ifindex) || made.names.includes(ifname);
  const doomed = newNames(before.names).filter(({ name }) => !made || made.names.includes(name));
  return [
    // Docker first: it takes its cables, bridges and rules away itself
    () => removeFromDocker(before.docker),
    () => void endProcesses(doomed.map(({ inode }) => inode)),
    ...doomed.map(
      ({ name }) =>
        () =>
          bringHome(before.links, name),
    ),
    () => deleteLinks(before.links, isDoomed),
    ...doomed.map(
      ({ name }) =>
        () =>
          removeName(before.names, name),
    ),
    () => restoreFolders(before.names),
    () => restoreLinks(before.links),
    () => restoreSettings(before.settings), // a link's MTU bounds one of them
    () => restoreAddresses(before.addresses),
    () =>
      restoreLines(
        before.lines,
        before.links.map(({ ifname }) => ifname),
      ),
    () => restoreRules(before.rules),
    ...before.files.map((file) => () => rmSync(file, { force: true })),
  ];
}

/**
 * Ends the lab's processes, but waits for what is being asked of Docker: ended in the middle, it would still make its container, a
 * moment after we had looked for it. What does not end (a terminal in a container) is ended later.
 */
function letDockerFinish(): void {
  const isAsking = (pid: number) => /^\S*docker (run|create|network|container|start) /.test(commandOf(pid));
  const limit = Date.now() + 10_000;
  let waiting = true;
  while (waiting && Date.now() < limit) {
    waiting = false;
    endProcesses([], (pid) => {
      const spared = isAsking(pid);
      waiting ||= spared;
      return spared;
    });
    if (waiting) Bun.sleepSync(20);
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return ""; // it ended
  }
}

function removeFromDocker(docker: Snapshot["docker"]): void {
  if (!docker) return;
  if ("made" in docker) remove(docker.made);
  else removeNew(docker.before);
}

const whatIsLeft = ({ links, names }: Snapshot): string[] => [
  ...newLinks(links).map(({ ifname }) => `the link "${ifname}"`),
  ...newNames(names).map(({ name }) => `the network namespace "${name}"`),
];
