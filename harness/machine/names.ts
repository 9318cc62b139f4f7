// The named network namespaces, known by their inode: ip-netns(8).

import { existsSync, lstatSync, mkdirSync, readFileSync, rmdirSync, rmSync, statSync } from "node:fs";
import { namesIn } from "../ground/files.ts";
import { namesDir } from "./place.ts";
import { tool } from "./tool.ts";

export type SavedNames = {
  names: { name: string; inode: number }[];
  /** Was the folder there, and was it a mount of its own, as `ip netns add` makes it? */
  folder: "none" | "folder" | "mount";
  /** The folders of /etc/netns, whose files `ip netns exec` shows in place of those of /etc. */
  settings: string[];
};

const settingsDir = "/etc/netns";

export const saveNames = (): SavedNames => ({
  names: namesIn(namesDir).map((name) => ({ name, inode: inodeOf(name) })),
  folder: existsSync(namesDir) ? (isMount() ? "mount" : "folder") : "none",
  settings: [...(existsSync(settingsDir) ? [""] : []), ...namesIn(settingsDir)],
});

/** The names that came since, or mean another namespace now. */
export const newNames = (before: SavedNames): SavedNames["names"] =>
  saveNames().names.filter(({ name, inode }) => !before.names.some((old) => old.name === name && old.inode === inode));

/** Removes a name and its settings. */
export function removeName(before: SavedNames, name: string): void {
  tool(["ip", "netns", "del", name]);
  if (!before.settings.includes(name)) rmSync(`${settingsDir}/${name}`, { recursive: true, force: true });
}

/** The folders of names and settings as they were, where nobody uses them. */
export function restoreFolders(before: SavedNames): void {
  if (before.folder !== "mount" && isMount() && !namesIn(namesDir).length) tool(["umount", namesDir]);
  if (before.folder === "none" && existsSync(namesDir) && !namesIn(namesDir).length) rmdirSync(namesDir);
  if (!before.settings.includes("") && existsSync(settingsDir) && !namesIn(settingsDir).length) rmdirSync(settingsDir);
}

export const makeFolder = (): void => void mkdirSync(namesDir, { recursive: true });

function inodeOf(name: string): number {
  try {
    return statSync(`${namesDir}/${name}`).ino;
  } catch {
    return lstatSync(`${namesDir}/${name}`).ino; // a link of Docker's, say, whose container is gone
  }
}

const isMount = (): boolean =>
  readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .some((line) => line.split(" ")[4] === namesDir);
