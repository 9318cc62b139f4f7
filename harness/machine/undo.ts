// Puts the machine back to what the snapshot says, by difference. Can be begun again at any point: what is as it was is not touched.

import { rmSync } from "node:fs";
import { reasonOf } from "../ground/error.ts";
import { newlyLeased, restoreAddresses } from "./addresses.ts";
import { removeFromDocker } from "./docker.ts";
import { restoreLines } from "./lines.ts";
import { bringHome, deleteLinks, goneLinks, newLinks, restoreLinks, type SavedLink } from "./links.ts";
import { closeMark, endProcesses, removeMark } from "./mark.ts";
import { newNames, removeName, restoreFolders } from "./names.ts";
import { entryFile, snapshotFile } from "./place.ts";
import { restoreRules } from "./rules.ts";
import { restoreSettings } from "./settings.ts";
import { readSnapshot, type Snapshot } from "./snapshot.ts";

export type Undone = {
  /** What the student made beside the lab, and is still there. */
  left: string[];
  /** Links of the machine that went meanwhile: they cannot be made again. */
  gone: string[];
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
  // who entered at the last moment may have built on: then once more
  do {
    complaints.length = 0;
    if (snapshot) for (const part of parts(snapshot)) attempt(part);
  } while (endProcesses([]));
  const left = snapshot ? whatIsLeft(snapshot) : [];
  const gone = snapshot ? goneLinks(snapshot.links).map(({ ifname }) => `the link "${ifname}"`) : [];
  if (complaints.length) return { left, gone, complaints };
  removeMark();
  rmSync(entryFile, { force: true });
  rmSync(snapshotFile, { force: true });
  return { left, gone, complaints };
}

function parts(before: Snapshot): (() => void)[] {
  const { made } = before;
  const isDoomed = ({ ifindex, ifname }: SavedLink) =>
    !made || made.ifindexes.includes(ifindex) || made.names.includes(ifname);
  const doomed = newNames(before.names).filter(({ name }) => !made || made.names.includes(name));
  return [
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
    () => restoreLines(before.lines, linksAsBefore(before)),
    () => restoreRules(before.rules),
    ...before.files.map((file) => () => rmSync(file, { force: true, recursive: true })),
  ];
}

/** The links whose routes can be as they were: still there, and with no other address by DHCP. */
function linksAsBefore({ links, addresses }: Snapshot): string[] {
  const others = [...goneLinks(links).map(({ ifname }) => ifname), ...newlyLeased(addresses)];
  return links.map(({ ifname }) => ifname).filter((ifname) => !others.includes(ifname));
}

const whatIsLeft = ({ links, names }: Snapshot): string[] => [
  ...newLinks(links).map(({ ifname }) => `the link "${ifname}"`),
  ...newNames(names).map(({ name }) => `the network namespace "${name}"`),
];
