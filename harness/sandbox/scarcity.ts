// The machine's memory. A script may have the kernel hold some that counts for no process and no control group: rings and queues of
// packets, maps, descriptors on their way. Before the machine's own comes to its end, the worlds on it do.

import { textOf } from "../ground/files.ts";

const enough = 1024 * 1024; // KiB that are left for others,
const share = 0.1; // or this much of a small machine's

/**
 * Gives what says whether less is left than others need, by `read`, the text of /proc/meminfo: proc(5). Never where it was little at
 * the beginning: then it is somebody else who holds it.
 */
export function scarcityLooker(read = () => textOf("/proc/meminfo") ?? ""): () => boolean {
  const begin = read();
  const least = Math.min(enough, share * kibibytes(begin, "MemTotal"));
  if (kibibytes(begin, "MemAvailable") < 2 * least) return () => false;
  return () => kibibytes(read(), "MemAvailable") < least;
}

const kibibytes = (text: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(text)?.[1] ?? Number.NaN);
