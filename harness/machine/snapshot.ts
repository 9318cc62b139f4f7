// How the machine was before the lab, on disk before anything is changed: whoever is killed when, it can be put back.

import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { idsOf, type Made } from "../docker/lab.ts";
import { writeWhole } from "../ground/files.ts";
import { type SavedAddresses, saveAddresses } from "./addresses.ts";
import { type SavedLines, saveLines } from "./lines.ts";
import { newLinks, type SavedLink, saveLinks } from "./links.ts";
import { newNames, type SavedNames, saveNames } from "./names.ts";
import { machineDir, snapshotFile } from "./place.ts";
import { type SavedRules, saveRules } from "./rules.ts";
import { type SavedSettings, saveSettings } from "./settings.ts";

export type Snapshot = {
  lab: string;
  links: SavedLink[];
  names: SavedNames;
  addresses: SavedAddresses;
  lines: SavedLines;
  settings: SavedSettings;
  rules: SavedRules;
  /** Files that the lab makes in /run; none of them was there. */
  files: string[];
  /** What the lab makes with Docker: by name, by id as soon as it is complete. In an exercise what was there before instead. */
  docker?: { made: Made } | { before: Made };
  /**
   * What the lab had made when it was complete: what came later is the student's own and stays, but under these names.
   * Undefined while it builds, and in an exercise: everything that came is removed.
   */
  made?: { ifindexes: number[]; names: string[] };
};

export function takeSnapshot(lab: string, files: string[], docker?: Snapshot["docker"]): Snapshot {
  const snapshot: Snapshot = {
    lab,
    links: saveLinks(),
    names: saveNames(),
    addresses: saveAddresses(),
    lines: saveLines(),
    settings: saveSettings(),
    rules: saveRules(),
    files,
    ...(docker && { docker }),
  };
  write(snapshot);
  return snapshot;
}

/** Notes what the lab has made. */
export function noteMade(snapshot: Snapshot): void {
  const links = newLinks(snapshot.links);
  const names = [...links.map(({ ifname }) => ifname), ...newNames(snapshot.names).map(({ name }) => name)];
  const docker = snapshot.docker && "made" in snapshot.docker ? { made: idsOf(snapshot.docker.made) } : snapshot.docker;
  write({ ...snapshot, ...(docker && { docker }), made: { ifindexes: links.map(({ ifindex }) => ifindex), names } });
}

export const readSnapshot = (): Snapshot | undefined =>
  existsSync(snapshotFile) ? JSON.parse(readFileSync(snapshotFile, "utf8")) : undefined;

/** It holds the machine's rules: for root alone. */
function write(snapshot: Snapshot): void {
  mkdirSync(machineDir, { recursive: true, mode: 0o755 });
  writeWhole(snapshotFile, JSON.stringify(snapshot), 0o600);
}
