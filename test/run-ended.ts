// Started by folder.ts when a test run has ended: ends what was started for it, ends the labs that are up in its folder, and
// removes the folder. In this order: a lab's `up` that still ran could bring up one more.

import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { end, identify, type ProcessId } from "../harness/ground/process.ts";

const [folder = ""] = process.argv.slice(2);

/** The processes whose environment names the folder, but for this one. */
function startedFor(): ProcessId[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.filter(named).flatMap((pid) => identify(Number(pid)) ?? []);
}

function named(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").includes(folder);
  } catch {
    return false; // it ended meanwhile, or belongs to somebody else
  }
}

/** The worlds in every state directory below the folder: see harness/world/registry.ts. */
function* registered(): Generator<ProcessId> {
  for (const file of new Bun.Glob("**/container-network-labs/*.json").scanSync({ cwd: folder, dot: true })) {
    const { anchor, replaces } = JSON.parse(readFileSync(join(folder, file), "utf8"));
    yield* [anchor, replaces].filter(Boolean);
  }
}

const endAll = (all: ProcessId[]) => Promise.allSettled(all.map((one) => end(one)));
for (let left = startedFor(), rounds = 6; left.length && rounds; left = startedFor(), rounds--) await endAll(left);
await endAll([...registered()]);
rmSync(folder, { recursive: true, force: true });
