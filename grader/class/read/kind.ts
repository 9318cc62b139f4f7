// What a file seems to be, by its name and its first bytes.

import { extname } from "node:path";

const endings = [".sh", ".bash", ".ts", ".js", ".py"];
const archives = /\.(?:zip|rar|7z|tar|tgz|tar\.(?:gz|xz|bz2)|gz|xz)$/i;

/** Windows hides endings that it knows: "03-bridge.sh.txt" was meant to be "03-bridge.sh". */
const unhidden = (file: string): string => file.trimEnd().replace(/(\.(?:sh|bash|ts|js|py))\.txt$/i, "$1");

export const isScriptName = (file: string): boolean => endings.includes(extname(unhidden(file)).toLowerCase());

export const isArchive = (file: string): boolean => archives.test(file);

/** The name that it is run by: its ending says what runs it. */
export function runName(file: string): string {
  const name = unhidden(file);
  const ending = extname(name);
  return ending.toLowerCase() === ".bash"
    ? `${name.slice(0, -ending.length)}.sh`
    : name.slice(0, name.length - ending.length) + ending.toLowerCase();
}

/** Does it say itself what runs it? A download takes away that a file is executable. */
export const saysWhatRunsIt = (bytes: Uint8Array): boolean => bytes[0] === 0x23 && bytes[1] === 0x21; // "#!"
