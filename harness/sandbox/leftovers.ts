// What a script leaves running in its world, but for servers and what containers consist of, is ended before its world is graded.

import { textOf } from "../ground/files.ts";
import { end, isAlive, type ProcessId } from "../ground/process.ts";
import { containedFinder } from "./contained.ts";
import { type Held, holdEverybody, membersOf, signalMember } from "./members.ts";
import { serverFinder } from "./servers.ts";

const patience = 3000; // ms that a server which was started last may take until it listens
const quiet = 1000; // ms in which nobody stirs: who starts a server runs, or waits for a file
const crowd = 50; // processes: no server's, and not worth waiting for
const rounds = 3; // how often servers may start anew what was ended
const settling = 100; // ms: whom a server starts anew has its socket too at first
const ending = 500; // ms that what was killed may take to be gone

/**
 * Ends what a script left running, but for servers and what containers consist of. One that is just starting is waited for, at
 * most `limit` ms. Where servers go on starting others, they are ended too; where nothing else helps, the world.
 */
export async function endLeftovers(world: Held, limit = patience): Promise<void> {
  const { anchor } = world;
  if (await onlyServersAreLeft(anchor, Math.min(limit, patience))) return;
  for (let round = 0; round < rounds; round++) {
    await endAll(world, stayers(anchor));
    await Bun.sleep(settling);
    if (await onlyServersAreLeft(anchor, ending)) return;
  }
  await endEverybody(world);
}

function stayers(anchor: ProcessId): (pid: number) => boolean {
  const isServer = serverFinder();
  let isContained: typeof isServer | undefined; // most scripts leave servers alone
  return (pid) => {
    if (isServer(pid)) return true;
    isContained ??= containedFinder(anchor.pid);
    return isContained(pid);
  };
}

/** Waits until it is so, at most `limit` ms; true also where the world has ended, and all of it with it. */
async function onlyServersAreLeft(anchor: ProcessId, limit: number): Promise<boolean> {
  const known = new Set<number>();
  let [stirred, last] = [performance.now(), ""];
  for (const begin = performance.now(); ; await Bun.sleep(10)) {
    if (!isAlive(anchor)) return true;
    const { members, isUnsure } = membersOf(anchor);
    const mayStay = stayers(anchor);
    const others = members.filter((pid) => !known.has(pid) && !mayStay(pid));
    for (const pid of members) if (!others.includes(pid)) known.add(pid);
    if (!others.length && !isUnsure) return true;
    const now = performance.now();
    if (others.length > crowd || now - begin > limit) return false;
    const seen = others.map(stirringOf).join();
    if (seen !== last || seen.includes(awake)) [stirred, last] = [now, seen];
    if (now - stirred > quiet) return false;
  }
}

const awake = "awake";

/** What changes when the process does something: proc(5), how often it has waited. */
function stirringOf(pid: number): string {
  const status = textOf(`/proc/${pid}/status`) ?? "";
  if (/^State:\s+[RD]/m.test(status)) return awake;
  return `${pid} ${/^voluntary_ctxt_switches:.*$/m.exec(status)}`;
}

/** Ends every process of the world but its first; the world itself where they cannot be held. */
export const endEverybody = (world: Held): Promise<void> => endAll(world, () => false);

async function endAll(world: Held, isSpared: (pid: number) => boolean): Promise<void> {
  const { anchor } = world;
  const letGo = await holdEverybody(world);
  if (!letGo) return end(anchor);
  const { members } = membersOf(anchor);
  const spared = new Set(members.filter(isSpared));
  for (const pid of members) if (!spared.has(pid)) signalMember(anchor, pid, "SIGKILL");
  letGo([...spared]);
  const isGone = () => membersOf(anchor).members.every((pid) => spared.has(pid) || !members.includes(pid));
  for (const begin = performance.now(); !isGone() && performance.now() - begin < ending; ) await Bun.sleep(1);
}
