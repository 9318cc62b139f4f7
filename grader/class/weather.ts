// How the machine is while a class is graded: what all worlds share may fail, by the doing of one of them.

import { statOf } from "../../harness/ground/proc.ts";
import { end, type ProcessId } from "../../harness/ground/process.ts";
import { failuresBetween, type Shared } from "../../harness/kernel/shared.ts";
import { membersOf } from "../../harness/sandbox/members.ts";
import { stormsAmong } from "../grading/storm.ts";
import { openLoad } from "./load.ts";

const looking = 250; // ms
const calming = 10_000; // ms that failures may take to cease, once nothing runs any more

export type Weather = ReturnType<typeof openWeather>;

/** Begins to look. The caller closes it. */
export function openWeather(read: () => Shared, load = openLoad()) {
  const worlds = new Set<World>();
  let last = read();
  let isLooking = false;
  const look = async () => {
    const { isCrowded, isStormy } = load();
    for (const world of worlds) if (isCrowded || isStormy || waitsForKernel(world.anchor)) world.held++;
    const now = read();
    const hasFailed = failuresBetween(last, now).length > 0;
    last = now;
    if (!(hasFailed || isStormy) || isLooking || worlds.size < 2) return;
    isLooking = true;
    const storms = await stormsAmong([...worlds].map(({ anchor }) => anchor.pid));
    for (const world of worlds)
      if (storms.has(world.anchor.pid)) {
        world.isStorm = true;
        void end(world.anchor); // and its links with it: it is graded again when it harms nobody
      }
    isLooking = false;
  };
  const clock = setInterval(() => void look(), looking);
  clock.unref();
  return {
    /** Follows a world until its grading is over. */
    follow(anchor: ProcessId) {
      const world: World = { anchor, isStorm: false, held: 0 };
      worlds.add(world);
      return {
        leave: () => worlds.delete(world),
        /** Was it ended because of what it did to others? */
        isStorm: () => world.isStorm,
        /** How long it was held up, seconds: by what else wanted a processor, or by the kernel, whose networks have one lock. */
        heldFor: () => (world.held * looking) / 1000,
      };
    },
    /** Waits until nothing fails any more. */
    async calm(): Promise<void> {
      for (const begin = performance.now(); performance.now() - begin < calming; ) {
        const before = read();
        await Bun.sleep(looking);
        if (!failuresBetween(before, read()).length) return;
      }
    },
    close: () => clearInterval(clock),
  };
}

type World = { anchor: ProcessId; isStorm: boolean; held: number };

/** Is one of its processes in the middle of a call that nothing interrupts (D)? */
const waitsForKernel = (anchor: ProcessId): boolean =>
  membersOf(anchor).members.some((pid) => statOf(pid)?.state === "D");
