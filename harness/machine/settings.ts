// The machine's network settings: every file below /proc/sys/net that can be read and written.

import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { reasonOf } from "../ground/error.ts";

export type SavedSettings = Record<string, string>;

const root = "/proc/sys/net";
const ownerMayWrite = 0o200;

export function saveSettings(): SavedSettings {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }) as string[];
  return Object.fromEntries(files.flatMap((file) => (isSetting(file) ? value(file) : [])));
}

function isSetting(file: string): boolean {
  try {
    const stat = statSync(`${root}/${file}`);
    return stat.isFile() && (stat.mode & ownerMayWrite) !== 0;
  } catch {
    return false; // a link that went meanwhile
  }
}

function value(file: string): [string, string][] {
  try {
    return [[file, readFileSync(`${root}/${file}`, "utf8")]];
  } catch {
    return []; // write-only (route/flush), or without a value (stable_secret)
  }
}

/** Writes back what differs. Some settings set others (ip_forward, conf/all): those first, then what is still different. */
export function restoreSettings(before: SavedSettings): void {
  const order = (file: string) => (/ip_forward$|\/all\//.test(file) ? 0 : /\/default\//.test(file) ? 1 : 2);
  const refused = new Map<string, string>();
  for (let round = 0; ; round++) {
    const now = saveSettings();
    // a setting that is not there any more was a link's
    const changed = Object.keys(before).filter((file) => file in now && now[file] !== before[file]);
    if (!changed.length) return;
    if (round === 3)
      throw new Error(changed.map((file) => `net.${file.replaceAll("/", ".")}: ${refused.get(file) ?? ""}`).join("; "));
    for (const file of changed.toSorted((one, other) => order(one) - order(other))) {
      try {
        writeFileSync(`${root}/${file}`, before[file]!);
      } catch (error) {
        refused.set(file, reasonOf(error));
      }
    }
  }
}
