// How much memory a world holds, as far as it can be seen from outside: for where no control group limits it.

import { type StatsFs, statfsSync, statSync } from "node:fs";
import { beginningOf, namesIn, textOf } from "../ground/files.ts";
import { namespaceOf } from "../ground/proc.ts";
import type { ProcessId } from "../ground/process.ts";
import { membersOf } from "./members.ts";

export type Holding = {
  /** Of the processes, of file systems in memory, and of files in memory that are only open. */
  bytes: number;
  /** Of all processes: what lies in sockets and pipes is not seen, but how many there are. */
  descriptors: number;
  /** Where there is a file system in memory that cannot be measured: it has no limit, or another one is mounted over it. */
  unmeasured?: string;
  /** There are more mounts than are looked at, in all of its mount namespaces. */
  isBeyondSight?: true;
};

const bytesOfMounts = 8 * 1024 * 1024; // of /proc/PID/mountinfo, of all mount namespaces: some 50,000 mounts

const TMPFS_MAGIC = 0x01021994; // linux/magic.h
const RAMFS_MAGIC = 0x858458f6;

/** Gives what looks at a world. Mounts that cannot be measured now, and are the world's own from the beginning, are left out. */
export function holdingLooker(anchor: ProcessId): (mostDescriptors: number) => Holding {
  const given = new Set(inMemory(mountsOf(anchor.pid)).map(({ device }) => device));
  return (mostDescriptors) => {
    const pids = [anchor.pid, ...membersOf(anchor).members];
    const found: Holding = { bytes: ofProcesses(pids), descriptors: 0 };
    const measured = new Set<number>();
    let room = bytesOfMounts;
    for (const pid of new Map(pids.map((pid) => [namespaceOf(pid, "mnt"), pid])).values()) {
      const mounts = mountsOf(pid, room);
      room -= mounts.length;
      if (room <= 0) return { ...found, isBeyondSight: true };
      for (const { device, path } of inMemory(mounts)) {
        if (measured.has(device)) continue;
        const used = usedAt(`/proc/${pid}/root${path}`, device);
        if (used !== undefined) measured.add(device);
        else if (!given.has(device) && isStillMounted(pid, device)) found.unmeasured = path;
        found.bytes += used ?? 0;
      }
    }
    const files = new Set<string>();
    for (const pid of pids) {
      const descriptors = namesIn(`/proc/${pid}/fd`);
      found.descriptors += descriptors.length;
      if (found.descriptors > mostDescriptors) break;
      for (const fd of descriptors) found.bytes += ofOpenFile(`/proc/${pid}/fd/${fd}`, measured, files);
    }
    return found;
  };
}

const kibibytes = (text: string | undefined, name: RegExp): number =>
  Array.from(text?.matchAll(name) ?? [], ([, count]) => Number(count)).reduce((sum, count) => sum + count, 0) * 1024;

const worthALook = 128 * 1024 * 1024; // bytes

/** What processes share is counted for each at first, and only where that is much by its parts: proc(5). */
function ofProcesses(pids: number[]): number {
  const sum = (file: string, name: RegExp) =>
    pids.reduce((bytes, pid) => bytes + kibibytes(textOf(`/proc/${pid}/${file}`), name), 0);
  const most = sum("status", /^(?:Rss(?:Anon|Shmem)|VmPTE):\s+(\d+) kB$/gm);
  if (most < worthALook) return most;
  return sum("smaps_rollup", /^Pss_(?:Anon|Shmem):\s+(\d+) kB$/gm) + sum("status", /^VmPTE:\s+(\d+) kB$/gm);
}

const mountsOf = (pid: number, most = bytesOfMounts): string => beginningOf(`/proc/${pid}/mountinfo`, most) ?? "";

/** Else it was taken away, or its process has ended, since the mounts were read. */
const isStillMounted = (pid: number, device: number): boolean =>
  inMemory(mountsOf(pid)).some((mount) => mount.device === device);

/** The mounts of file systems that live in memory: proc(5), /proc/PID/mountinfo. */
function inMemory(mounts: string): { device: number; path: string }[] {
  return mounts.split("\n").flatMap((line) => {
    const [place = "", rest = ""] = line.split(" - ");
    if (!/^(?:tmpfs|ramfs) /.test(rest)) return [];
    const [, , device = "", , path = ""] = place.split(" ");
    const [major = 0, minor = 0] = device.split(":").map(Number);
    const number = (minor & 0xff) | (major << 8) | ((minor & ~0xff) << 12); // makedev(3)
    return [
      { device: number, path: path.replace(/\\(\d{3})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 8))) },
    ];
  });
}

/** Undefined where something else is mounted over it, or where it has no limit: it then has no count either. */
function usedAt(path: string, device: number): number | undefined {
  try {
    return statSync(path).dev === device ? usedIn(statfsSync(path)) : undefined;
  } catch {
    return undefined;
  }
}

const bytesOfFile = 1024; // what the kernel holds for each file, an empty one too: struct shmem_inode_info, struct dentry

const usedIn = ({ blocks, bfree, bsize, files, ffree }: StatsFs): number | undefined =>
  blocks && files ? (blocks - bfree) * bsize + (files - ffree) * bytesOfFile : undefined;

/** Of memfd_create(2), of a file that has no name any more, of a file system that is mounted nowhere any more. */
function ofOpenFile(path: string, measured: Set<number>, files: Set<string>): number {
  try {
    const { dev, ino, blocks, mode } = statSync(path);
    const isFile = (mode & 0o170000) === 0o100000 || (mode & 0o170000) === 0o040000; // inode(7)
    if (!isFile || measured.has(dev)) return 0;
    const system = statfsSync(path);
    if (system.type !== TMPFS_MAGIC && system.type !== RAMFS_MAGIC) return 0;
    const used = usedIn(system);
    if (used !== undefined) {
      measured.add(dev);
      return used;
    }
    if (files.has(`${dev} ${ino}`)) return 0;
    files.add(`${dev} ${ino}`);
    return blocks * 512; // stat(2)
  } catch {
    return 0; // it was just closed
  }
}
