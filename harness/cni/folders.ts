// Where in a world the plugin host-local may keep its books: in its own folder, and where a configuration's dataDir says, which
// may be anywhere in what the world can write to.

import { dirname, join } from "node:path";
import { beginningOf } from "../ground/files.ts";
import { isIP } from "../ground/ip.ts";
import { bytesBelow, linkBelow, namesBelow } from "../kernel/below.ts";
import { limit } from "../kernel/excess.ts";
import type { KernelNode } from "../kernel/node.ts";

const own = "/var/lib/cni/networks"; // host-local's, where the configuration names no dataDir
const mostNames = 10_000; // in a folder; no lab's network gives out so many addresses
const mostFolders = 2000;
const deepest = 8;
const mostLinks = 10;
const bytesOfMounts = 1024 * 1024; // some 7,000 mounts; a lab has a hundred

export const namesIn = (host: KernelNode, path: string): string[] =>
  namesBelow(host.files, path, mostNames).map(String).sort();

/** The folders, one a network; each may be found by several paths, and is told once. Throws `Excess` where a sandbox has too many. */
export function bookFolders(host: KernelNode): string[] {
  const networks = namesIn(host, real(host, own));
  if (host.netns.isBounded) limit("networks in CNI's books", networks.length);
  const known = networks.map((network) => real(host, `${own}/${network}`));
  return [...new Set([...known, ...elsewhere(host)])];
}

/** host-local leaves two files besides the leases: plugins/ipam/host-local/backend/disk. A copy of a lease may be without them. */
const isBook = (host: KernelNode, path: string, names: readonly string[]): boolean =>
  names.some((name) => name === "lock" || name.startsWith("last_reserved_ip.")) ||
  names.some((name) => isIP(name) && wordsIn(host, `${path}/${name}`).length === 2);

const longest = 4096; // bytes; an id is a few words

/** What a lease says: the container's id, and its interface. Nothing where the file is gone meanwhile, or is none. */
export const wordsIn = (host: KernelNode, path: string): string[] =>
  (bytesBelow(host.files, path, longest)?.toString("utf8") ?? "").trim().split(/\s*\n\s*/);

function elsewhere(host: KernelNode): string[] {
  const mounts = mountsOf(host);
  const places = new Set(mounts.map(({ path }) => path));
  const found: string[] = [];
  let left = mostFolders;
  const look = (path: string, depth: number): void => {
    const names = left-- > 0 ? namesIn(host, path) : [];
    if (isBook(host, path, names)) found.push(path);
    if (depth === deepest) return;
    for (const name of names) {
      const below = `${path}/${name}`;
      if (!isIP(name) && !places.has(below)) look(below, depth + 1); // below a book too: /run has a "lock" as well
    }
  };
  // a sandbox's own folders are few; what a whole machine has is not looked through
  if (host.netns.isBounded) for (const { path, isOwn } of mounts) if (isOwn) look(path, 0);
  return found;
}

/** proc(5), mountinfo: the fifth field is where it is mounted, the sixth its options; the kind of file system comes after " - ". */
function mountsOf(host: KernelNode): { path: string; isOwn: boolean }[] {
  if (host.member === undefined) throw new Error("Cannot look for files: the node is no world's host");
  const lines = (beginningOf(`${host.member}/mountinfo`, bytesOfMounts) ?? "").trim().split("\n");
  return lines.map((line) => {
    const [fields = "", kind = ""] = line.split(" - ");
    const [, , , , path = "", options = ""] = fields.split(" ");
    return { path, isOwn: kind.startsWith("tmpfs") && options.split(",").includes("rw") };
  });
}

/** The path without symbolic links, each followed below the world's root. */
function real(host: KernelNode, path: string): string {
  const parts = path.split("/").filter(Boolean);
  let at = "/";
  for (let links = 0; parts.length; ) {
    const next = join(at, parts.shift()!);
    const text = links < mostLinks ? linkBelow(host.files, next) : undefined;
    if (text === undefined) at = next;
    else {
      links++;
      parts.unshift(...text.split("/").filter(Boolean));
      if (text.startsWith("/")) at = "/";
      else at = dirname(next);
    }
  }
  return at;
}
